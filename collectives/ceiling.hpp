#pragma once
#include <array>
#include <optional>
#include <string_view>

#include "collectives/operation.hpp"

namespace assay {

/// How a library carries out a collective, as far as the bytes that cross links depend on it.
enum class Algorithm {
  ring,
  tree,
  nvls,       ///< the switch within a node adds and copies
  nvls_tree,  ///< the same, and a tree among nodes
  collnet     ///< the switches of the network add (SHARP)
};
inline constexpr std::array kAlgorithms{Algorithm::ring, Algorithm::tree, Algorithm::nvls,
                                        Algorithm::nvls_tree, Algorithm::collnet};

/// "RING", "TREE", ... as profiles write them.
[[nodiscard]] std::string_view name(Algorithm algorithm) noexcept;

/// The links that ranks talk over. Bandwidths are of one direction, in B/s; 0 = not known.
struct FabricLinks {
  int nodes = 1;
  int ranks_per_node = 1;
  double link = 0;               ///< of one rank to the others of its node, all its links together
  double network = 0;            ///< of one node to the others, all its adapters together
  bool adds_in_node = false;     ///< a switch within the node that adds and copies (NVLS)
  bool adds_in_network = false;  ///< switches of the network that do (SHARP)
};

/// The highest bus bandwidth that `operation` can have over `fabric` by `algorithm`: what its
/// busiest link must carry at least, at that link's speed. Nothing where a bandwidth that it
/// depends on is not known, and where the algorithm does not exist for the operation or the fabric.
/// Derived in docs/metrics/collective.md.
[[nodiscard]] std::optional<double> bus_ceiling(Operation operation, Algorithm algorithm,
                                                const FabricLinks& fabric);

/// The highest of all algorithms that the fabric has: a figure above it has not been measured.
[[nodiscard]] std::optional<double> bus_ceiling(Operation operation, const FabricLinks& fabric);

}  // namespace assay
