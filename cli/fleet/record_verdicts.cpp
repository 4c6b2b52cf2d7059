#include "cli/fleet/record_verdicts.hpp"

#include <algorithm>
#include <map>
#include <ostream>

#include "reports/fleet/render_fleet.hpp"

namespace assay {

NightsOfHosts::NightsOfHosts(const Night& night) {
  for (std::size_t node = 0; node < night.dates.size(); ++node) {
    if (night.dates[node] == 0) continue;
    nights_.emplace(night.hostnames[node], night.dates[node]);
    latest_ = std::max(latest_, night.dates[node]);
  }
}

history::NightNumber NightsOfHosts::of(const std::string& host) const {
  const auto found = nights_.find(host);
  return found == nights_.end() ? latest_ : found->second;
}

void record_verdicts(history::History& history, const fleet::FleetVerdict& verdict,
                     const NightsOfHosts& nights, Console& console) {
  const char* const why_not = !verdict.suspicions.empty() ? "the run is SUSPECT"
                              : nights.empty()            ? "no report says when it ran"
                                                          : nullptr;
  if (why_not != nullptr) {
    console.err << "assay: no verdict was kept in the history: " << why_not << '\n';
    return;
  }
  std::map<history::NightNumber, std::vector<Judgement>> by_night;
  for (const fleet::FleetNode& node : verdict.nodes) {
    const bool has_a_name = node.readable || node.source.empty();
    if (has_a_name && !node.fabric) by_night[nights.of(node.name)].push_back(judgement_of(node));
  }
  for (const auto& [night, judgements] : by_night) history::record(history, night, judgements);
}

}  // namespace assay
