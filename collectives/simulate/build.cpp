#include <fmt/format.h>

#include <algorithm>

#include "collectives/simulate/simulated_fabric.hpp"
#include "core/error.hpp"

namespace assay::simulate {
namespace {

constexpr std::int32_t kFewestPerLeaf = 3;
constexpr std::int32_t kMostPerLeaf = 32;

std::int32_t digits(std::int32_t number) {
  return static_cast<std::int32_t>(std::to_string(number).size());
}

void complete(Shape& shape) {
  if (shape.nodes < 1 || shape.rails < 1) throw Error("a fabric needs nodes and rails");
  if (shape.nodes_per_leaf <= 0)
    shape.nodes_per_leaf = std::clamp((shape.nodes + 3) / 4, kFewestPerLeaf, kMostPerLeaf);
  if (shape.uplinks <= 0) shape.uplinks = shape.nodes_per_leaf;
}

}  // namespace

locate::Fabric build(Shape shape) {
  complete(shape);
  locate::Fabric fabric;
  fabric.rails = shape.rails;
  const std::int32_t width = std::max(4, digits(shape.nodes - 1));
  for (std::int32_t node = 0; node < shape.nodes; ++node)
    fabric.nodes.push_back(fmt::format("node-{:0{}}", node, width));
  for (std::int32_t rail = 0; rail < shape.rails; ++rail)
    fabric.nics.push_back(fmt::format("mlx5_{}", rail));

  locate::Topology& topology = fabric.topology;
  const std::int32_t planes = shape.leaf_per_rail ? shape.rails : 1;
  const std::int32_t units = (shape.nodes + shape.nodes_per_leaf - 1) / shape.nodes_per_leaf;
  for (std::int32_t unit = 0; unit < units; ++unit)
    for (std::int32_t plane = 0; plane < planes; ++plane)
      topology.leaves.push_back(planes > 1 ? fmt::format("leaf {}-{}", unit, plane)
                                           : fmt::format("leaf {}", unit));
  for (std::int32_t uplink = 0; uplink < shape.uplinks; ++uplink)
    topology.uplinks.push_back(fmt::format("spine-{}", uplink));
  for (std::int32_t node = 0; node < shape.nodes; ++node)
    for (std::int32_t rail = 0; rail < shape.rails; ++rail) {
      const std::int32_t place = node % shape.nodes_per_leaf;
      topology.leaf_of.push_back(node / shape.nodes_per_leaf * planes + rail % planes);
      topology.uplink_of.push_back(place % shape.uplinks);
      topology.port_of.push_back(
          std::to_string(1 + (planes > 1 ? place : place * shape.rails + rail)));
    }
  return fabric;
}

locate::Fabric without_routes(locate::Fabric fabric) {
  fabric.topology.uplink_of.clear();
  fabric.topology.uplinks.clear();
  return fabric;
}

}  // namespace assay::simulate
