#include "reports/fleet/node.hpp"

#include <algorithm>
#include <utility>

#include "reports/catalogue/make_reason.hpp"

namespace assay::fleet {

void FleetNode::add(Reason reason) {
  verdict = std::max(verdict, reason.verdict);
  const auto behind = std::find_if(reasons.begin(), reasons.end(), [&](const Reason& other) {
    return other.verdict < reason.verdict;
  });
  reasons.insert(behind, std::move(reason));
}

FleetNode unreadable_node(const std::string& source, const std::string& what) {
  FleetNode node{.name = source, .source = source, .verdict = Verdict::pass, .readable = false};
  node.add(make_reason("unreadable-report", "the report cannot be read: " + what));
  return node;
}

}  // namespace assay::fleet
