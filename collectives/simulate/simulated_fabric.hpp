#pragma once
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "collectives/locate/fabric.hpp"
#include "collectives/locate/probe.hpp"
#include "collectives/simulate/faults.hpp"

namespace assay::simulate {

/// A fabric of two layers to search in: leaves with `nodes_per_leaf` nodes, each leaf with
/// `uplinks` uplinks, one to each spine.
struct Shape {
  std::int32_t nodes = 0;
  std::int32_t rails = 4;
  std::int32_t nodes_per_leaf = 0;  ///< 0: a quarter of the nodes, 3 at least and 32 at most
  std::int32_t uplinks = 0;         ///< of a leaf; 0: as many as it has nodes
  bool leaf_per_rail = true;        ///< each rail has leaves of its own
};

/// The fabric with names, leaves and routes: an adapter is reached through the uplink whose number
/// is its place in its leaf, modulo the number of uplinks. Throws Error for fewer than one node or
/// rail.
[[nodiscard]] locate::Fabric build(Shape shape);

/// The same nodes for a search that knows leaves but no routes.
[[nodiscard]] locate::Fabric without_routes(locate::Fabric fabric);

/// Answers a search like a fabric in which `faults` are wrong. A flow gets the rate of the
/// narrowest thing that it passes, times the noise of this round; flows do not disturb each other.
/// The same seed gives the same answers.
class SimulatedFabric {
 public:
  /// Throws Error where a fault is about something that the fabric has not.
  SimulatedFabric(locate::Fabric fabric, const std::vector<Fault>& faults, Noise noise, double rate,
                  std::uint64_t seed);

  [[nodiscard]] const locate::Fabric& fabric() const { return fabric_; }
  /// Share of the full rate that a flow gets, without noise.
  [[nodiscard]] double share(std::int32_t from, std::int32_t to, std::int32_t rail) const;
  [[nodiscard]] std::optional<double> flow_rate(const locate::Flow& flow) const;
  /// Bus bandwidth of a ring through `group`: its slowest flow, times the number of rails.
  [[nodiscard]] std::optional<double> ring_rate(const std::vector<std::int32_t>& group,
                                                std::int32_t round) const;

 private:
  void apply(const Fault& fault);
  void slow_end(std::int32_t node, std::int32_t rail, const Fault& fault);
  void slow_pair(const Fault& fault);
  [[nodiscard]] std::size_t link(std::int32_t leaf, std::int32_t uplink) const;
  [[nodiscard]] std::uint64_t key(std::int32_t from, std::int32_t to, std::int32_t rail) const;
  [[nodiscard]] double noise(std::uint64_t element, std::int32_t round) const;

  locate::Fabric fabric_;
  Noise noise_;
  double rate_;
  std::uint64_t seed_;
  std::int32_t uplinks_ = 0;
  /// Shares of the rate: of adapters, leaves and uplinks (leaf * uplinks + uplink), of pairs by
  /// sender, receiver and rail.
  std::vector<double> sending_, receiving_, leaves_, up_, down_;
  std::unordered_map<std::uint64_t, double> pairs_;
  std::vector<Fault> at_scale_;
};

/// The ports of a search, answered by a simulated fabric that outlives them.
class SimulatedPairs : public locate::PairProbe {
 public:
  explicit SimulatedPairs(const SimulatedFabric& fabric) : fabric_(fabric) {}
  [[nodiscard]] std::vector<locate::Flow> measure(const std::vector<schedule::Pair>& pairs,
                                                  std::int32_t round) override;

 private:
  const SimulatedFabric& fabric_;
};

class SimulatedGroups : public locate::GroupProbe {
 public:
  explicit SimulatedGroups(const SimulatedFabric& fabric) : fabric_(fabric) {}
  [[nodiscard]] std::vector<std::optional<double>> measure(
      const std::vector<std::vector<std::int32_t>>& groups, std::int32_t round) override;

 private:
  const SimulatedFabric& fabric_;
};

}  // namespace assay::simulate
