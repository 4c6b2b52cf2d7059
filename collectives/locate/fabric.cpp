#include "collectives/locate/fabric.hpp"

#include <algorithm>

#include "core/error.hpp"

namespace assay::locate {

void require_sound(const Fabric& fabric) {
  if (fabric.rails < 1) throw Error("a fabric needs at least one rail");
  const Topology& topology = fabric.topology;
  const auto adapters = static_cast<std::size_t>(fabric.adapters());
  const auto fits = [&](std::size_t length) { return length == 0 || length == adapters; };
  if (!fits(topology.leaf_of.size()) || !fits(topology.uplink_of.size()) ||
      !fits(topology.port_of.size()))
    throw Error("a topology needs one entry for each of the fabric's adapters");
  if (!fabric.nics.empty() && fabric.nics.size() != static_cast<std::size_t>(fabric.rails))
    throw Error("a fabric needs one adapter name for each rail");
  const auto leaves = static_cast<std::int32_t>(topology.leaves.size());
  if (std::any_of(topology.leaf_of.begin(), topology.leaf_of.end(),
                  [&](std::int32_t leaf) { return leaf < -1 || leaf >= leaves; }))
    throw Error("a topology names a leaf that it does not list");
}

}  // namespace assay::locate
