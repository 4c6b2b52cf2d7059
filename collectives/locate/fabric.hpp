#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace assay::locate {

/// Where adapters are plugged in, and how they are reached, as far as it is known. Every vector is
/// either empty (nothing known) or has an entry for each adapter: node * rails + rail.
struct Topology {
  /// Names of the switches that nodes are plugged into, with what they are: "leaf l2", "rack r7".
  std::vector<std::string> leaves;
  std::vector<std::int32_t> leaf_of;  ///< index into `leaves`; -1 = not known
  /// Under static routing every leaf sends to an adapter through one of its uplinks, and the
  /// adapter is reached through the uplink of the same number of its own leaf. -1 = not known.
  std::vector<std::int32_t> uplink_of;
  std::vector<std::string> uplinks;  ///< their names: "spine-3"; empty: they have numbers only
  std::vector<std::string> port_of;  ///< the leaf's port: "12"; "" = not known
};

/// The nodes that are looked at. Rail k of a node is its k-th adapter; rails do not mix.
struct Fabric {
  std::vector<std::string> nodes;  ///< names
  std::int32_t rails = 1;
  std::vector<std::string> nics;  ///< name of the adapter on each rail; empty: not known
  Topology topology;

  [[nodiscard]] std::int32_t size() const { return static_cast<std::int32_t>(nodes.size()); }
  [[nodiscard]] std::int32_t adapters() const { return size() * rails; }
  [[nodiscard]] std::int32_t adapter(std::int32_t node, std::int32_t rail) const {
    return node * rails + rail;
  }
  /// Leaf of an adapter, -1 where it is not known.
  [[nodiscard]] std::int32_t leaf(std::int32_t adapter) const {
    return topology.leaf_of.empty() ? -1 : topology.leaf_of[static_cast<std::size_t>(adapter)];
  }
  /// True where both adapters are known to be below the same leaf.
  [[nodiscard]] bool same_leaf(std::int32_t one, std::int32_t other) const {
    return leaf(one) >= 0 && leaf(one) == leaf(other);
  }
};

/// Throws Error where a vector has the wrong length or an index points nowhere.
void require_sound(const Fabric& fabric);

}  // namespace assay::locate
