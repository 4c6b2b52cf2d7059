#pragma once
#include <string>
#include <vector>

#include "reports/fleet/read_fleet.hpp"
#include "reports/fleet/retest_list.hpp"
#include "reports/peers/judgement.hpp"
#include "reports/peers/rules.hpp"

namespace assay::fleet {

/// Adds to the nodes of `fleet` what their peers say of them.
void add_peer_reasons(const PeerJudgement& peers, FleetRead& fleet);

/// What is to be measured again to tell whether the outliers of `peers` are any, with the figures
/// that a second look needs.
[[nodiscard]] std::vector<Retest> peer_retests(const PeerJudgement& peers, const FleetRead& fleet,
                                               const PeerRules& rules);

}  // namespace assay::fleet
