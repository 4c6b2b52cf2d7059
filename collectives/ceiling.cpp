#include "collectives/ceiling.hpp"

#include <algorithm>
#include <limits>

namespace assay {
namespace {

constexpr std::array<std::string_view, kAlgorithms.size()> kNames{"RING", "TREE", "NVLS",
                                                                  "NVLS_TREE", "COLLNET"};
constexpr double kNoLimit = std::numeric_limits<double>::infinity();

/// What crosses the busiest link in one direction, in sizes of the operation.
struct Loads {
  double link = 0;     ///< of one rank within its node
  double network = 0;  ///< of one node
};

double ranks_of(const FabricLinks& fabric) {
  return static_cast<double>(fabric.nodes) * fabric.ranks_per_node;
}

/// (n-1)/n: the share of a size that is not at home already.
double others(double n) { return n > 1 ? (n - 1) / n : 0; }

/// Every rank passes on what it got: the same bytes over every link, within nodes and between.
Loads ring(Operation operation, const FabricLinks& fabric) {
  const double bytes = bus_factor(operation, static_cast<int>(ranks_of(fabric)));
  return {fabric.ranks_per_node > 1 ? bytes : 0, fabric.nodes > 1 ? bytes : 0};
}

/// Up to a root and down again, in one direction each: the size once each way. A node at the top or
/// the bottom of the tree sends and receives once; in two complementary trees, each of which
/// carries half, a rank has two children in one of them at most.
Loads tree(const FabricLinks& fabric) {
  return {fabric.ranks_per_node > 1 ? 1.0 : 0, fabric.nodes > 1 ? others(fabric.nodes) * 2 : 0};
}

/// Of an all-reduce by a switch that adds: each rank gives its size once for the sums and its share
/// of the result once more, and as much comes back.
double switched(Operation operation, double n) {
  return operation == Operation::all_reduce ? 1 + 1 / n : 1;
}

Loads nvls(Operation operation, const FabricLinks& fabric, bool network_adds) {
  const double within = fabric.ranks_per_node > 1 ? switched(operation, fabric.ranks_per_node) : 0;
  if (fabric.nodes == 1) return {within, 0};
  // Nodes have one sum each to exchange: at least 2 (N-1)/N of a size, once where switches add.
  const double between = operation == Operation::all_reduce ? 2 : 1;
  return {within, network_adds ? 1 : between * others(fabric.nodes)};
}

bool exists(Operation operation, Algorithm algorithm, const FabricLinks& fabric) {
  switch (algorithm) {
    case Algorithm::ring:
      return true;
    case Algorithm::tree:
      return operation == Operation::all_reduce && fabric.nodes > 1;
    case Algorithm::nvls:
      return fabric.adds_in_node && fabric.nodes == 1 &&
             (operation == Operation::all_reduce || operation == Operation::all_gather ||
              operation == Operation::reduce_scatter);
    case Algorithm::nvls_tree:
      return fabric.adds_in_node && fabric.nodes > 1 && operation == Operation::all_reduce;
    case Algorithm::collnet:
      return fabric.adds_in_network && fabric.nodes > 1 &&
             (operation == Operation::all_reduce || operation == Operation::all_gather ||
              operation == Operation::reduce_scatter);
  }
  return false;
}

Loads loads_of(Operation operation, Algorithm algorithm, const FabricLinks& fabric) {
  switch (algorithm) {
    case Algorithm::tree:
      return tree(fabric);
    case Algorithm::nvls:
    case Algorithm::nvls_tree:
      return nvls(operation, fabric, false);
    case Algorithm::collnet: {
      Loads loads = nvls(operation, fabric, true);
      if (!fabric.adds_in_node) loads.link = ring(operation, fabric).link;
      return loads;
    }
    case Algorithm::ring:
      break;
  }
  return ring(operation, fabric);
}

/// Everybody to everybody: what leaves a node is what is meant for other nodes.
Loads exchange(const FabricLinks& fabric) {
  const double n = ranks_of(fabric);
  const double within = (fabric.ranks_per_node - 1) / n;
  const double between = fabric.ranks_per_node * (n - fabric.ranks_per_node) / n;
  return {within, between};
}

}  // namespace

std::string_view name(Algorithm algorithm) noexcept {
  return kNames.at(static_cast<std::size_t>(algorithm));
}

std::optional<double> bus_ceiling(Operation operation, Algorithm algorithm,
                                  const FabricLinks& fabric) {
  if (ranks_of(fabric) < 2 || !exists(operation, algorithm, fabric)) return std::nullopt;
  const bool to_all = operation == Operation::all_to_all || operation == Operation::all_to_all_v ||
                      operation == Operation::gather || operation == Operation::scatter;
  const Loads loads = to_all ? exchange(fabric) : loads_of(operation, algorithm, fabric);
  if ((loads.link > 0 && !(fabric.link > 0)) || (loads.network > 0 && !(fabric.network > 0)))
    return std::nullopt;
  const double sizes_per_second =
      std::min(loads.link > 0 ? fabric.link / loads.link : kNoLimit,
               loads.network > 0 ? fabric.network / loads.network : kNoLimit);
  return sizes_per_second * bus_factor(operation, static_cast<int>(ranks_of(fabric)));
}

std::optional<double> bus_ceiling(Operation operation, const FabricLinks& fabric) {
  std::optional<double> highest;
  for (const Algorithm algorithm : kAlgorithms) {
    const std::optional<double> ceiling = bus_ceiling(operation, algorithm, fabric);
    if (ceiling && (!highest || *ceiling > *highest)) highest = ceiling;
  }
  return highest;
}

}  // namespace assay
