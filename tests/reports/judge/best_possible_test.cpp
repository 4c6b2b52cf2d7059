#include <gtest/gtest.h>

#include <random>
#include <string>

#include "collectives/operation.hpp"
#include "reports/judge/fabric.hpp"

namespace assay::test {
namespace {

using Kind = CollectiveFigure::Kind;

TEST(CollectiveFigure, IsOfOperationsAndWhatLinksBound) {
  for (const Operation operation : kOperations) {
    const auto figure =
        collective_figure("collective." + std::string(name(operation)), "bus_bandwidth");
    ASSERT_TRUE(figure) << name(operation);
    EXPECT_EQ(figure->operation, operation);
    EXPECT_EQ(figure->kind, Kind::bus_bandwidth);
  }
  EXPECT_EQ(collective_figure("collective.overlap", "bus_bandwidth")->operation,
            Operation::all_reduce);
  EXPECT_FALSE(collective_figure("collective.overlap", "flops_share"));
  EXPECT_FALSE(collective_figure("collective.moe", "busiest_bandwidth"));
  EXPECT_FALSE(collective_figure("collective.rail", "bus_bandwidth"));
  EXPECT_FALSE(collective_figure("memory.read", "bus_bandwidth"));
}

/// Whatever the fabric: the three metrics are one figure, and no algorithm is above the best.
TEST(BestPossible, IsOneFigureInThreeMetrics) {
  std::mt19937 dice(7);
  const auto any = [&](int low, int high) {
    return std::uniform_int_distribution<int>(low, high)(dice);
  };
  for (int i = 0; i < 2000; ++i) {
    const Operation operation = kOperations.at(static_cast<std::size_t>(any(0, 8)));
    const FabricLinks fabric{.nodes = any(1, 64),
                             .ranks_per_node = any(1, 16),
                             .link = any(1, 900) * 1e9,
                             .network = any(1, 900) * 1e9,
                             .adds_in_node = any(0, 1) == 1,
                             .adds_in_network = any(0, 1) == 1};
    const double bytes = any(1, 1 << 30);
    const auto bus = best_possible({operation, Kind::bus_bandwidth}, fabric, bytes);
    ASSERT_EQ(bus, bus_ceiling(operation, fabric));
    if (!bus) continue;
    const auto algorithm = best_possible({operation, Kind::algorithm_bandwidth}, fabric, bytes);
    const auto time = best_possible({operation, Kind::time}, fabric, bytes);
    const double factor = bus_factor(operation, fabric.nodes * fabric.ranks_per_node);
    EXPECT_NEAR(*algorithm * factor / *bus, 1, 1e-12);
    EXPECT_NEAR(*time * *algorithm / bytes, 1, 1e-12);
    EXPECT_FALSE(best_possible({operation, Kind::time}, fabric, 0)) << "of no bytes";
    for (const Algorithm one : kAlgorithms) {
      const auto alone = best_possible({operation, Kind::bus_bandwidth}, fabric, bytes,
                                       [&](Algorithm other) { return other == one; });
      EXPECT_EQ(alone, bus_ceiling(operation, one, fabric));
      if (alone) {
        EXPECT_LE(*alone, *bus);
      }
    }
  }
}

}  // namespace
}  // namespace assay::test
