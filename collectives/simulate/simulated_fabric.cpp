#include "collectives/simulate/simulated_fabric.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/error.hpp"
#include "core/philox.hpp"

namespace assay::simulate {
namespace {

using locate::Fabric;
using locate::Flow;
using locate::Kind;
using locate::Way;

constexpr double kWide = 5;

void require_within(std::int32_t index, std::size_t count, const char* what) {
  if (index < 0 || std::cmp_greater_equal(index, count))
    throw Error(std::string("a fault is about a ") + what + " that the fabric has not");
}

void lower(double& share, double to) { share = std::min(share, to); }

}  // namespace

SimulatedFabric::SimulatedFabric(Fabric fabric, const std::vector<Fault>& faults, Noise noise,
                                 double rate, std::uint64_t seed)
    : fabric_(std::move(fabric)), noise_(noise), rate_(rate), seed_(seed) {
  require_sound(fabric_);
  for (const std::int32_t uplink : fabric_.topology.uplink_of)
    uplinks_ = std::max(uplinks_, uplink + 1);
  const auto adapters = static_cast<std::size_t>(fabric_.adapters());
  sending_.assign(adapters, 1);
  receiving_.assign(adapters, 1);
  leaves_.assign(fabric_.topology.leaves.size(), 1);
  up_.assign(leaves_.size() * static_cast<std::size_t>(uplinks_), 1);
  down_ = up_;
  for (const Fault& fault : faults) apply(fault);
}

void SimulatedFabric::apply(const Fault& fault) {
  const auto nodes = fabric_.nodes.size();
  const auto rails = static_cast<std::size_t>(fabric_.rails);
  switch (fault.kind) {
    case Kind::rail:
      require_within(fault.rail, rails, "rail");
      for (std::int32_t node = 0; node < fabric_.size(); ++node) slow_end(node, fault.rail, fault);
      return;
    case Kind::leaf:
      require_within(fault.leaf, leaves_.size(), "leaf");
      lower(leaves_[static_cast<std::size_t>(fault.leaf)], fault.share);
      return;
    case Kind::uplink:
    case Kind::spine:
      require_within(fault.uplink, static_cast<std::size_t>(uplinks_), "uplink");
      if (fault.kind == Kind::uplink) require_within(fault.leaf, leaves_.size(), "leaf");
      for (std::size_t leaf = 0; leaf < leaves_.size(); ++leaf) {
        if (fault.kind == Kind::uplink && std::cmp_not_equal(leaf, fault.leaf)) continue;
        const auto link =
            leaf * static_cast<std::size_t>(uplinks_) + static_cast<std::size_t>(fault.uplink);
        if (fault.way != Way::receiving) lower(up_[link], fault.share);
        if (fault.way != Way::sending) lower(down_[link], fault.share);
      }
      return;
    case Kind::pair:
      require_within(fault.other, nodes, "node");
      require_within(fault.node, nodes, "node");
      slow_pair(fault);
      return;
    case Kind::at_scale:
      require_within(fault.node, nodes, "node");
      at_scale_.push_back(fault);
      return;
    case Kind::node:
    case Kind::nic:
    case Kind::direction:
      break;
  }
  require_within(fault.node, nodes, "node");
  if (fault.kind == Kind::nic || fault.rail >= 0) require_within(fault.rail, rails, "rail");
  for (std::int32_t rail = 0; rail < fabric_.rails; ++rail)
    if (fault.rail < 0 || fault.rail == rail) slow_end(fault.node, rail, fault);
}

void SimulatedFabric::slow_end(std::int32_t node, std::int32_t rail, const Fault& fault) {
  const auto adapter = static_cast<std::size_t>(fabric_.adapter(node, rail));
  if (fault.way != Way::receiving) lower(sending_[adapter], fault.share);
  if (fault.way != Way::sending) lower(receiving_[adapter], fault.share);
}

void SimulatedFabric::slow_pair(const Fault& fault) {
  const auto slow = [&](std::int32_t from, std::int32_t to, std::int32_t rail) {
    double& share = pairs_.try_emplace(key(from, to, rail), 1.0).first->second;
    lower(share, fault.share);
  };
  for (std::int32_t rail = 0; rail < fabric_.rails; ++rail) {
    if (fault.rail >= 0 && fault.rail != rail) continue;
    if (fault.way != Way::receiving) slow(fault.node, fault.other, rail);
    if (fault.way != Way::sending) slow(fault.other, fault.node, rail);
  }
}

std::uint64_t SimulatedFabric::key(std::int32_t from, std::int32_t to, std::int32_t rail) const {
  const auto n = static_cast<std::uint64_t>(fabric_.size());
  return (static_cast<std::uint64_t>(from) * n + static_cast<std::uint64_t>(to)) *
             static_cast<std::uint64_t>(fabric_.rails) +
         static_cast<std::uint64_t>(rail);
}

std::size_t SimulatedFabric::link(std::int32_t leaf, std::int32_t uplink) const {
  return static_cast<std::size_t>(leaf) * static_cast<std::size_t>(uplinks_) +
         static_cast<std::size_t>(uplink);
}

double SimulatedFabric::share(std::int32_t from, std::int32_t to, std::int32_t rail) const {
  const std::int32_t one = fabric_.adapter(from, rail);
  const std::int32_t other = fabric_.adapter(to, rail);
  double share = std::min(sending_[static_cast<std::size_t>(one)],
                          receiving_[static_cast<std::size_t>(other)]);
  if (const auto pair = pairs_.find(key(from, to, rail)); pair != pairs_.end())
    lower(share, pair->second);
  const std::int32_t leaf = fabric_.leaf(one);
  const std::int32_t other_leaf = fabric_.leaf(other);
  if (leaf >= 0) lower(share, leaves_[static_cast<std::size_t>(leaf)]);
  if (other_leaf >= 0) lower(share, leaves_[static_cast<std::size_t>(other_leaf)]);
  if (leaf < 0 || other_leaf < 0 || leaf == other_leaf || uplinks_ == 0) return share;
  const std::int32_t uplink = fabric_.topology.uplink_of[static_cast<std::size_t>(other)];
  if (uplink < 0) return share;
  lower(share, up_[link(leaf, uplink)]);
  lower(share, down_[link(other_leaf, uplink)]);
  return share;
}

double SimulatedFabric::noise(std::uint64_t element, std::int32_t round) const {
  const std::uint64_t stream = random_bits(seed_, static_cast<std::uint64_t>(round));
  // Two uniform numbers make a normal one (Box and Muller, 1958); a third widens some.
  const double radius = std::sqrt(-2 * std::log(1 - random_uniform(stream, 3 * element)));
  const double normal =
      radius * std::cos(2 * std::numbers::pi * random_uniform(stream, 3 * element + 1));
  const bool wide =
      noise_.outliers > 0 && random_uniform(stream, 3 * element + 2) < noise_.outliers;
  return std::max(0.01, 1 + noise_.deviation * normal * (wide ? kWide : 1));
}

std::optional<double> SimulatedFabric::flow_rate(const Flow& flow) const {
  const double left = share(flow.from, flow.to, flow.rail);
  if (left <= 0) return std::nullopt;
  return rate_ * left * noise(key(flow.from, flow.to, flow.rail), flow.round);
}

std::optional<double> SimulatedFabric::ring_rate(const std::vector<std::int32_t>& group,
                                                 std::int32_t round) const {
  if (group.size() < 2) return std::nullopt;
  double slowest = 1;
  for (std::size_t i = 0; i < group.size(); ++i)
    for (std::int32_t rail = 0; rail < fabric_.rails; ++rail)
      lower(slowest, share(group[i], group[(i + 1) % group.size()], rail));
  for (const Fault& fault : at_scale_)
    if (std::cmp_greater_equal(group.size(), fault.least_group) &&
        std::find(group.begin(), group.end(), fault.node) != group.end())
      lower(slowest, fault.share);
  if (slowest <= 0) return std::nullopt;
  return rate_ * fabric_.rails * slowest * noise(key(group[0], group[1], 0), round);
}

std::vector<Flow> SimulatedPairs::measure(const std::vector<schedule::Pair>& pairs,
                                          std::int32_t round) {
  std::vector<Flow> flows;
  flows.reserve(2 * pairs.size() * static_cast<std::size_t>(fabric_.fabric().rails));
  for (const schedule::Pair& pair : pairs)
    for (std::int32_t rail = 0; rail < fabric_.fabric().rails; ++rail)
      for (const auto& [from, to] : {std::pair(pair.a, pair.b), std::pair(pair.b, pair.a)}) {
        Flow flow{from, to, rail, round, {}};
        flow.rate = fabric_.flow_rate(flow);
        flows.push_back(flow);
      }
  return flows;
}

std::vector<std::optional<double>> SimulatedGroups::measure(
    const std::vector<std::vector<std::int32_t>>& groups, std::int32_t round) {
  std::vector<std::optional<double>> rates;
  rates.reserve(groups.size());
  for (const auto& group : groups) rates.push_back(fabric_.ring_rate(group, round));
  return rates;
}

}  // namespace assay::simulate
