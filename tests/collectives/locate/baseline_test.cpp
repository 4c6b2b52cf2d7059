#include "collectives/locate/baseline.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/philox.hpp"
#include "tests/collectives/locate/trial.hpp"

namespace assay::locate {
namespace {

/// `good` rates near 100 and `slow` ones near `slow_rate`, 1 % scatter.
std::vector<double> two_clusters(int good, int slow, double slow_rate, std::uint64_t seed) {
  std::vector<double> rates;
  for (int i = 0; i < good + slow; ++i) {
    const double scatter = 1 + 0.02 * (random_uniform(seed, static_cast<std::uint64_t>(i)) - 0.5);
    rates.push_back((i < good ? 100 : slow_rate) * scatter);
  }
  return rates;
}

TEST(GoodRate, IsTheHigherClusterEvenWhereMostAreSlow) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const double slow_rate = 50 + 40 * random_uniform(99, seed);
    EXPECT_NEAR(good_rate(two_clusters(30, 70, slow_rate, seed)), 100, 1) << slow_rate;
    EXPECT_NEAR(good_rate(two_clusters(100, 0, slow_rate, seed)), 100, 1);
  }
}

TEST(GoodRate, OfNothingIsNothing) { EXPECT_EQ(good_rate({}), 0); }
TEST(GoodRate, OfOneIsThatOne) { EXPECT_EQ(good_rate({7}), 7); }

TEST(Baseline, LearnsTheScatterFromWhatIsAbove) {
  for (const double deviation : {0.005, 0.01, 0.03}) {
    const Fabric fabric = simulate::build({.nodes = 64, .rails = 2});
    // A third of the nodes is slow: that must not look like scatter.
    std::vector<simulate::Fault> faults;
    faults.reserve(20);
    for (std::int32_t node = 0; node < 20; ++node)
      faults.push_back({.kind = Kind::node, .node = node, .share = 0.6});
    const simulate::SimulatedFabric simulated(fabric, faults, {.deviation = deviation}, kRate, 3);
    simulate::SimulatedPairs probe(simulated);
    std::vector<Flow> flows;
    for (std::int32_t round = 0; round < 63; ++round)
      for (const Flow& flow : probe.measure(schedule::tournament_round(64, round), round))
        flows.push_back(flow);
    const Baseline baseline = learn_baseline(fabric, flows);
    EXPECT_NEAR(baseline.noise, deviation, 0.15 * deviation);
    EXPECT_DOUBLE_EQ(baseline.resolution, std::max(0.05, 5 * baseline.noise));
    for (const double rate : baseline.across) EXPECT_NEAR(rate, kRate, 0.01 * kRate);
  }
}

TEST(Baseline, WithoutAnAnswerIsZeroAndSlow) {
  const Fabric fabric = simulate::build({.nodes = 4, .rails = 1});
  const std::vector<Flow> flows{{0, 1, 0, 0, 10.0}, {1, 0, 0, 0, {}}};
  const Baseline baseline = learn_baseline(fabric, flows);
  EXPECT_EQ(baseline.ratio(fabric, flows[0]), 1);
  EXPECT_EQ(baseline.ratio(fabric, flows[1]), 0);
  EXPECT_TRUE(baseline.is_slow(0));
  EXPECT_FALSE(baseline.is_slow(0.96));
}

TEST(Baseline, BelowALeafMayBeFasterThanAcrossLeaves) {
  const Fabric fabric = simulate::build({.nodes = 64, .rails = 1});
  std::vector<Flow> flows;
  for (std::int32_t round = 0; round < 63; ++round)
    for (const schedule::Pair& pair : schedule::tournament_round(64, round)) {
      const bool near = fabric.same_leaf(pair.a, pair.b);
      flows.push_back({pair.a, pair.b, 0, round, near ? 100.0 : 80.0});
    }
  const Baseline baseline = learn_baseline(fabric, flows);
  EXPECT_EQ(baseline.within[0], 100);
  EXPECT_EQ(baseline.across[0], 80);
}

}  // namespace
}  // namespace assay::locate
