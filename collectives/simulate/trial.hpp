#pragma once
#include <cstdint>
#include <vector>

#include "collectives/locate/findings.hpp"
#include "collectives/simulate/faults.hpp"

namespace assay::simulate {

/// How faults are drawn.
struct Draw {
  locate::Kind kind = locate::Kind::node;  ///< any but rail and spine
  std::int32_t count = 1;
  double least_left = 0.5, most_left = 0.9;  ///< share of the speed that is left, uniform
  std::uint64_t seed = 1;
};

/// Random faults of one kind, no two on the same node or below the same leaves. Fewer than asked
/// for where a quarter of the nodes or leaves would be touched otherwise (one at least); leaves
/// have three nodes at least: with fewer, two bad nodes look the same.
[[nodiscard]] std::vector<Fault> draw_faults(const locate::Fabric& fabric, const Draw& draw);

/// What an answer is worth.
struct Score {
  std::int32_t found = 0;  ///< faults that a culprit names: kind and place
  std::int32_t wrong = 0;  ///< culprits that name no fault
};

/// Where a node has one NIC, accusing either is right; where routing is not known, a leaf is enough
/// for its uplink.
[[nodiscard]] Score score(const locate::Fabric& fabric, const std::vector<Fault>& faults,
                          const std::vector<locate::Culprit>& culprits);

}  // namespace assay::simulate
