#include "collectives/locate/effects.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/philox.hpp"
#include "tests/collectives/locate/trial.hpp"

namespace assay::locate {
namespace {

/// A multiplicative table: rate = 100 x sending x receiving, as the model has it.
struct Table {
  std::int32_t n;
  std::vector<double> sending, receiving;
  std::vector<Flow> flows;

  Table(std::int32_t size, std::uint64_t seed, double noise) : n(size) {
    for (std::int32_t i = 0; i < n; ++i) {
      sending.push_back(1 - 0.02 * random_uniform(seed, 2 * static_cast<std::uint64_t>(i)));
      receiving.push_back(1 - 0.02 * random_uniform(seed, 2 * static_cast<std::uint64_t>(i) + 1));
    }
    for (std::int32_t a = 0; a < n; ++a)
      for (std::int32_t b = 0; b < n; ++b) {
        if (a == b) continue;
        const double scatter =
            1 + noise * (random_uniform(seed + 1, static_cast<std::uint64_t>(a) *
                                                          static_cast<std::uint64_t>(n) +
                                                      static_cast<std::uint64_t>(b)) -
                         0.5);
        flows.push_back({a, b, 0, 0,
                         100 * sending[static_cast<std::size_t>(a)] *
                             receiving[static_cast<std::size_t>(b)] * scatter});
      }
  }
  [[nodiscard]] Fabric fabric() const {
    Fabric fabric;
    fabric.nodes.resize(static_cast<std::size_t>(n));
    return fabric;
  }
};

TEST(Polish, RecoversDifferencesBetweenNodes) {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const Table table(40, seed, 0.002);
    const Effects effects =
        polish(table.fabric(), learn_baseline(table.fabric(), table.flows), table.flows);
    for (std::size_t i = 1; i < 40; ++i) {
      EXPECT_NEAR(effects.sending[i] / effects.sending[0], table.sending[i] / table.sending[0],
                  0.002);
      EXPECT_NEAR(effects.receiving[i] / effects.receiving[0],
                  table.receiving[i] / table.receiving[0], 0.002);
    }
  }
}

TEST(Polish, IsNotMovedByAThirdOfSpoiltFlows) {
  Table table(40, 5, 0.002);
  for (std::size_t i = 0; i < table.flows.size(); ++i)
    if ((table.flows[i].from + 2 * table.flows[i].to) % 3 == 0)  // a third of every node's
      table.flows[i].rate = 20 + 50 * random_uniform(9, i);
  const Effects effects =
      polish(table.fabric(), learn_baseline(table.fabric(), table.flows), table.flows);
  for (std::size_t i = 1; i < 40; ++i)
    EXPECT_NEAR(effects.sending[i] / effects.sending[0], table.sending[i] / table.sending[0],
                0.012);
}

TEST(Polish, LeavesOutWhatDidNotAnswer) {
  Table table(10, 2, 0.002);
  for (Flow& flow : table.flows)
    if (flow.from == 3) flow.rate.reset();
  const Effects effects =
      polish(table.fabric(), learn_baseline(table.fabric(), table.flows), table.flows);
  EXPECT_EQ(effects.sending[3], 1);
  EXPECT_LT(effects.residual, 0.01);
}

}  // namespace
}  // namespace assay::locate
