#include "reports/fleet/peer_reasons.hpp"

#include <map>
#include <utility>

#include "reports/catalogue/make_reason.hpp"
#include "reports/fleet/night_date.hpp"
#include "reports/peers/reasons.hpp"
#include "reports/peers/retest.hpp"

namespace assay::fleet {
namespace {

Reason reason_of(PeerReason&& found) {
  Reason reason = make_reason(found.id, found.text);
  reason.subject = std::move(found.subject);
  reason.test = std::move(found.test);
  reason.metric = std::move(found.metric);
  reason.measured = found.measured;
  reason.op = std::move(found.op);
  reason.limit = found.limit;
  if (found.measured && found.limit && *found.limit != 0) {
    const double above = (*found.measured - *found.limit) / *found.limit;
    reason.margin = reason.op == "<=" ? -above : above;
  }
  reason.unit = found.unit;
  reason.source = std::move(found.source);
  return reason;
}

Retest retest_of(const FleetRead& fleet, const PeerSubject& subject, const std::string& test) {
  const Night& night = fleet.night;
  const FleetNode& node = fleet.nodes[fleet.node_of[subject.node]];
  return {.node = node.name,
          .test = test,
          .subject = night.slots[subject.slot].label,
          .run = node.run,
          .report = node.source,
          .date = date_of(night, subject.node),
          .hardware = hardware_in(night, subject.slot, subject.node)};
}

}  // namespace

void add_peer_reasons(const PeerJudgement& peers, FleetRead& fleet) {
  for (PeerReason& found : reasons_of(fleet.night, peers)) {
    FleetNode& node = fleet.nodes[fleet.node_of[found.node]];
    node.add(reason_of(std::move(found)));
  }
}

std::vector<Retest> peer_retests(const PeerJudgement& peers, const FleetRead& fleet,
                                 const PeerRules& rules) {
  const Night& night = fleet.night;
  const double chance = fail_chance(peers, night, rules);
  std::vector<Retest> retests;
  for (const PeerSubject& subject : peers.subjects) {
    std::map<std::string_view, Retest> by_test;
    for (const PeerOutlier& outlier : subject.outliers) {
      const NightColumn& column = night.columns[outlier.column];
      const auto [at, is_new] = by_test.try_emplace(column.test);
      if (is_new) at->second = retest_of(fleet, subject, column.test);
      at->second.values.push_back({column.metric, column.params, column.statistic,
                                   std::string(symbol(column.unit)), outlier, chance});
    }
    for (auto& [test, retest] : by_test) retests.push_back(std::move(retest));
  }
  return retests;
}

}  // namespace assay::fleet
