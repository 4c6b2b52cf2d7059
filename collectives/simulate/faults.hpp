#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "collectives/locate/culprit.hpp"

namespace assay::simulate {

/// One thing that is wrong in a simulated fabric. Which members are used depends on the kind:
///   rail       rail
///   leaf       leaf
///   uplink     leaf, uplink, way (absent: both)
///   spine      uplink
///   node       node
///   nic        node, rail
///   direction  node, rail (-1: all), way
///   pair       node, other, rail (-1: all), way (sending: node to other only)
///   at_scale   node, least_group
struct Fault {
  locate::Kind kind = locate::Kind::node;
  std::int32_t node = -1, other = -1, rail = -1, leaf = -1, uplink = -1;
  std::optional<locate::Way> way;
  double share = 0;  ///< of the speed that is left; 0: no answer
  /// at_scale: the node is slow only in collectives of at least so many nodes.
  std::int32_t least_group = 16;
};

/// How measurements scatter: normal, and now and then five times as wide.
struct Noise {
  double deviation = 0.01;  ///< standard deviation, as a ratio
  double outliers = 0;      ///< share of measurements that scatter five times as wide
};

}  // namespace assay::simulate
