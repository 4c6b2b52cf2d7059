#pragma once
#include <string>
#include <vector>

#include "reports/fleet/read_fleet.hpp"
#include "reports/peers/judgement.hpp"

namespace assay::fleet {

/// Something to measure again before anybody is accused.
struct Retest {
  std::string node, test, subject;
  friend auto operator<=>(const Retest&, const Retest&) = default;
};

/// Adds to the nodes of `fleet` what their peers say of them.
void add_peer_reasons(const PeerJudgement& peers, FleetRead& fleet);

/// What is to be measured again to tell whether the outliers of `peers` are any.
[[nodiscard]] std::vector<Retest> peer_retests(const PeerJudgement& peers, const FleetRead& fleet);

}  // namespace assay::fleet
