#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reports/fleet/peer_reasons.hpp"
#include "reports/fleet/read_fleet.hpp"
#include "reports/render/summary.hpp"
#include "reports/site.hpp"

namespace assay::fleet {

/// How the nodes of one rack or scalable unit fared.
struct RollUp {
  std::string name;
  Tally tally;
};

/// The judgement of a fleet.
struct FleetVerdict {
  std::vector<FleetNode> nodes;  ///< worst first, then by name
  Tally tally;
  /// Why nobody may act on these verdicts; empty: they stand. A sentence each.
  std::vector<std::string> suspicions;
  std::vector<RollUp> racks, units;  ///< where the site file knows them; worst first
  std::vector<Retest> retests;       ///< sorted
  std::vector<std::string> notes;    ///< what else must be known; a sentence each
  Night night;                       ///< what was measured on the nodes that may be compared
  std::vector<Result> links;         ///< between nodes
  /// The worst of the nodes; `unknown` where there are suspicions.
  Verdict verdict = Verdict::unknown;
};

/// What is known from elsewhere.
struct Carried {
  std::vector<Retest> retests;     ///< of an earlier list, that stay on it
  std::vector<std::string> notes;  ///< sentences
};

/// Names nodes of the site file that no report is of; they are `unknown`.
void add_absent_nodes(const Site& site, FleetRead& fleet);

/// The judgement of `fleet`, whose nodes have all their reasons. `max_failed` in [0, 1]: if more
/// than this share of the nodes fail one and the same limit, and they are two at least, then that
/// is a suspicion. `site` may be nullptr; `peers` too, if the nodes were not compared.
[[nodiscard]] FleetVerdict conclude(FleetRead fleet, const PeerJudgement* peers, const Site* site,
                                    double max_failed, Carried carried = {});

}  // namespace assay::fleet
