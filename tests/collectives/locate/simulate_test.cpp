#include "collectives/simulate/simulated_fabric.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.hpp"
#include "core/stats.hpp"
#include "tests/collectives/locate/trial.hpp"

namespace assay::simulate {
namespace {

using locate::Kind;
using locate::kRate;
using locate::Way;

SimulatedFabric fabric(const std::vector<Fault>& faults, Noise noise = {}) {
  return {build({.nodes = 24, .rails = 2, .nodes_per_leaf = 6}), faults, noise, kRate, 1};
}

TEST(SimulatedFabric, GivesAFlowItsNarrowestPlace) {
  const auto simulated =
      fabric({{.kind = Kind::node, .node = 1, .share = 0.8},
              {.kind = Kind::nic, .node = 2, .rail = 1, .share = 0.5},
              {.kind = Kind::direction, .node = 3, .rail = 0, .way = Way::sending, .share = 0.6},
              {.kind = Kind::pair, .node = 4, .other = 5, .share = 0.7}});
  EXPECT_EQ(simulated.share(0, 6, 0), 1);
  EXPECT_EQ(simulated.share(1, 6, 0), 0.8);
  EXPECT_EQ(simulated.share(6, 1, 1), 0.8);
  EXPECT_EQ(simulated.share(1, 2, 1), 0.5);
  EXPECT_EQ(simulated.share(1, 2, 0), 0.8);
  EXPECT_EQ(simulated.share(3, 6, 0), 0.6);
  EXPECT_EQ(simulated.share(6, 3, 0), 1);
  EXPECT_EQ(simulated.share(3, 6, 1), 1);
  EXPECT_EQ(simulated.share(4, 5, 1), 0.7);
  EXPECT_EQ(simulated.share(5, 4, 0), 0.7);
}

TEST(SimulatedFabric, ALeafSlowsAllBelowItAnUplinkOnlyWhatCrosses) {
  const auto leaf = fabric({{.kind = Kind::leaf, .leaf = 2, .share = 0.5}});  // unit 1, rail 0
  EXPECT_EQ(leaf.share(6, 7, 0), 0.5);
  EXPECT_EQ(leaf.share(0, 6, 0), 0.5);
  EXPECT_EQ(leaf.share(0, 6, 1), 1);
  EXPECT_EQ(leaf.share(0, 12, 0), 1);
  const auto uplink = fabric({{.kind = Kind::uplink, .leaf = 2, .uplink = 3, .share = 0.5}});
  EXPECT_EQ(uplink.share(0, 9, 0), 0.5);   // down to the node in place 3
  EXPECT_EQ(uplink.share(6, 15, 0), 0.5);  // up towards a node in place 3
  EXPECT_EQ(uplink.share(6, 16, 0), 1);
  EXPECT_EQ(uplink.share(9, 0, 0), 1);
  EXPECT_EQ(uplink.share(6, 9, 0), 1);
}

TEST(SimulatedFabric, ScattersAsToldAndRepeatably) {
  const auto simulated = fabric({}, {.deviation = 0.02});
  std::vector<double> rates;
  rates.reserve(4000);
  for (std::int32_t round = 0; round < 4000; ++round)
    rates.push_back(*simulated.flow_rate({0, 6, 1, round, {}}) / kRate);
  const Samples samples = summarise(rates);
  EXPECT_NEAR(samples.mean, 1, 0.002);
  EXPECT_NEAR(samples.stddev, 0.02, 0.001);
  EXPECT_EQ(fabric({}, {.deviation = 0.02}).flow_rate({0, 6, 1, 9, {}}),
            simulated.flow_rate({0, 6, 1, 9, {}}));
}

TEST(SimulatedFabric, OutliersAreFiveTimesAsWide) {
  const auto simulated = fabric({}, {.deviation = 0.01, .outliers = 1});
  std::vector<double> rates;
  rates.reserve(4000);
  for (std::int32_t round = 0; round < 4000; ++round)
    rates.push_back(*simulated.flow_rate({0, 6, 1, round, {}}) / kRate);
  EXPECT_NEAR(summarise(rates).stddev, 0.05, 0.003);
}

TEST(SimulatedFabric, RefusesFaultsOfWhatIsNotThere) {
  EXPECT_THROW(fabric({{.kind = Kind::node, .node = 24}}), Error);
  EXPECT_THROW(fabric({{.kind = Kind::nic, .node = 0, .rail = 2}}), Error);
  EXPECT_THROW(fabric({{.kind = Kind::leaf, .leaf = 8}}), Error);
  EXPECT_THROW(fabric({{.kind = Kind::uplink, .leaf = 0, .uplink = 6}}), Error);
  EXPECT_THROW(fabric({{.kind = Kind::pair, .node = 0, .other = -1}}), Error);
}

TEST(SimulatedFabric, ARingIsAsFastAsItsSlowestFlow) {
  const auto simulated =
      fabric({{.kind = Kind::node, .node = 3, .share = 0.5},
              {.kind = Kind::at_scale, .node = 9, .share = 0.7, .least_group = 6}},
             {.deviation = 0});
  EXPECT_DOUBLE_EQ(*simulated.ring_rate({0, 1, 2}, 0), 2 * kRate);
  EXPECT_DOUBLE_EQ(*simulated.ring_rate({0, 1, 3}, 0), kRate);
  EXPECT_DOUBLE_EQ(*simulated.ring_rate({9, 0, 1, 2, 4}, 0), 2 * kRate);
  EXPECT_DOUBLE_EQ(*simulated.ring_rate({9, 0, 1, 2, 4, 5}, 0), 2 * kRate * 0.7);
  EXPECT_FALSE(simulated.ring_rate({1}, 0));
}

TEST(DrawFaults, TouchesAQuarterAtMostAndNoNodeTwice) {
  for (const Kind kind : {Kind::node, Kind::nic, Kind::direction, Kind::pair})
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
      const auto faults =
          draw_faults(build({.nodes = 16}), {.kind = kind, .count = 20, .seed = seed});
      EXPECT_EQ(faults.size(), 4U);
      std::set<std::int32_t> nodes;
      for (const Fault& fault : faults) {
        EXPECT_TRUE(nodes.insert(fault.node).second);
        if (kind == Kind::pair) {
          EXPECT_TRUE(nodes.insert(fault.other).second);
        }
        EXPECT_GE(fault.share, 0.5);
        EXPECT_LE(fault.share, 0.9);
      }
    }
}

TEST(Score, CountsWhatIsNamedAndWhatIsNamedWrongly) {
  const locate::Fabric built = build({.nodes = 16});
  const std::vector<Fault> faults{{.kind = Kind::nic, .node = 1, .rail = 2}};
  using locate::Culprit;
  const Culprit right{.kind = Kind::nic, .nodes = {1}, .rail = 2};
  const Culprit other_rail{.kind = Kind::nic, .nodes = {1}, .rail = 3};
  const Culprit too_wide{.kind = Kind::node, .nodes = {1}};
  EXPECT_EQ(score(built, faults, {right}).found, 1);
  EXPECT_EQ(score(built, faults, {right}).wrong, 0);
  EXPECT_EQ(score(built, faults, {other_rail}).found, 0);
  EXPECT_EQ(score(built, faults, {other_rail}).wrong, 1);
  EXPECT_EQ(score(built, faults, {right, too_wide}).wrong, 1);
  EXPECT_EQ(score(built, faults, {}).found, 0);
}

}  // namespace
}  // namespace assay::simulate
