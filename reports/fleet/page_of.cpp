#include "reports/fleet/page_of.hpp"

#include <algorithm>

namespace assay::fleet {

std::string date_of(const FleetVerdict& verdict) {
  std::string last;
  for (const FleetNode& node : verdict.nodes) last = std::max(last, node.date);
  return last;
}

FleetPage page_of(const FleetVerdict& verdict, const std::vector<FleetVerdict>& before) {
  FleetPage page;
  page.tally = verdict.tally;
  page.verdict = verdict.verdict;
  page.suspicions = verdict.suspicions;
  page.notes = verdict.notes;
  page.label = date_of(verdict);
  if (verdict.night.nodes() > 0) page.night = &verdict.night;
  page.matrices = matrices_of(verdict.links);
  page.nodes.reserve(verdict.nodes.size());
  for (const FleetNode& node : verdict.nodes)
    page.nodes.push_back(
        {node.name, node.source, node.profile, node.verdict, node.reasons, node.place});
  page.before.reserve(before.size());
  for (const FleetVerdict& night : before)
    page.before.push_back({date_of(night), night.tally, &night.night});
  return page;
}

}  // namespace assay::fleet
