#include "reports/fleet/peer_reasons.hpp"

#include <utility>

#include "reports/judge/reasons.hpp"
#include "reports/peers/reasons.hpp"

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

}  // namespace

void add_peer_reasons(const PeerJudgement& peers, FleetRead& fleet) {
  for (PeerReason& found : reasons_of(fleet.night, peers)) {
    FleetNode& node = fleet.nodes[fleet.node_of[found.node]];
    node.add(reason_of(std::move(found)));
  }
}

std::vector<Retest> peer_retests(const PeerJudgement& peers, const FleetRead& fleet) {
  std::vector<Retest> retests;
  retests.reserve(peers.retests.size());
  for (const PeerRetest& retest : peers.retests)
    retests.push_back(
        {fleet.night.hostnames[retest.node], retest.test, fleet.night.slots[retest.slot].label});
  return retests;
}

}  // namespace assay::fleet
