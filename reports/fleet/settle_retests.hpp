#pragma once
#include <string>
#include <vector>

#include "reports/fleet/read_fleet.hpp"
#include "reports/fleet/retest_list.hpp"
#include "reports/peers/judgement.hpp"
#include "reports/peers/rules.hpp"

namespace assay::fleet {

/// What became of a list of re-tests.
struct SettledRetests {
  std::size_t confirmed = 0;       ///< subjects that are worse again: their nodes fail
  std::size_t undecided = 0;       ///< worse again without proof: `warn`
  std::size_t cleared = 0;         ///< measured again, and well
  std::size_t open = 0;            ///< not measured again: `unknown`
  std::vector<Retest> to_repeat;   ///< the undecided and the open ones, as they stood in the list
  std::vector<std::string> notes;  ///< the counts, and who is cleared; a sentence each
};

/// Holds what `fleet` measured against `list`, which an earlier judgement wrote: adds to its nodes
/// what is confirmed, undecided or open, a node that sent nothing included. Hardware is found where
/// it is now, if the list says what it is known by. A run is no re-test of itself. Where most of
/// the fleet is not on the list, a value must also stand apart from tonight's peers. What is
/// settled here is taken out of `peers` (may be nullptr), which says it otherwise.
[[nodiscard]] SettledRetests settle_retests(const std::vector<Retest>& list, FleetRead& fleet,
                                            PeerJudgement* peers, const PeerRules& rules);

}  // namespace assay::fleet
