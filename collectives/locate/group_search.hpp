#pragma once
#include <cstdint>

#include "collectives/locate/fabric.hpp"
#include "collectives/locate/findings.hpp"
#include "collectives/locate/probe.hpp"

namespace assay::locate {

struct GroupOptions {
  std::uint64_t seed = 1;
  /// Nodes of a group; 0: 64, but no more than a quarter of the nodes. Slowness that shows only
  /// in larger groups is not seen.
  std::int32_t group_size = 0;
};

/// Finds nodes that are slow in collectives of many, though good in pairs: all nodes in random
/// groups of one size at once; then each slow group in halves, each filled up with nodes of fast
/// groups, down to single nodes; then each of those twice more among known-good nodes. Costs 3 +
/// log2 of the group size rounds; slow groups wait for a further round where known-good nodes are
/// too few for all. A group is slow if it is 5 standard deviations and at least 5 % below the good
/// ones. Adds culprits of kind at_scale, and what could not be told: fewer than four groups, all
/// halves of a slow group fast (then it takes several nodes to be slow), a node not confirmed.
void locate_at_scale(const Fabric& fabric, GroupProbe& probe, const GroupOptions& options,
                     Findings& findings);

}  // namespace assay::locate
