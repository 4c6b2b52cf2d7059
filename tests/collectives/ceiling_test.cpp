#include "collectives/ceiling.hpp"

#include <gtest/gtest.h>

namespace assay {
namespace {

/// 450 GB/s of NVLink a GPU, 8 adapters of 50 GB/s a node.
FabricLinks h100(int nodes) {
  return {
      .nodes = nodes, .ranks_per_node = 8, .link = 450e9, .network = 400e9, .adds_in_node = true};
}

constexpr std::array kNodes{1, 2, 3, 4, 8, 64, 1000, 12500};

TEST(Ceiling, OfARingIsItsSlowestLink) {
  for (const Operation operation :
       {Operation::all_reduce, Operation::all_gather, Operation::reduce_scatter}) {
    EXPECT_DOUBLE_EQ(*bus_ceiling(operation, Algorithm::ring, h100(1)), 450e9);
    for (const int nodes : kNodes)
      if (nodes > 1) {
        EXPECT_DOUBLE_EQ(*bus_ceiling(operation, Algorithm::ring, h100(nodes)), 400e9) << nodes;
      }
  }
}

/// 480 GB/s are published for eight H100: more than a ring can have, less than its switch.
TEST(Ceiling, OfASwitchThatAddsIsAboveTheRing) {
  const double nvls = *bus_ceiling(Operation::all_reduce, Algorithm::nvls, h100(1));
  EXPECT_DOUBLE_EQ(nvls, 450e9 * 2 * 7 / 9);
  EXPECT_GT(nvls, 480e9);
  EXPECT_LT(*bus_ceiling(Operation::all_reduce, Algorithm::ring, h100(1)), 480e9);
}

/// 487.87 GB/s are published for two nodes: a ring of 400 GB/s cannot have them, a tree can.
TEST(Ceiling, OfTwoNodesIsThatOfOneExchange) {
  EXPECT_DOUBLE_EQ(*bus_ceiling(Operation::all_reduce, Algorithm::nvls_tree, h100(2)),
                   std::min(400e9 * 2 * 15 / 16, 450e9 / (1 + 1.0 / 8) * 2 * 15 / 16));
  EXPECT_GT(*bus_ceiling(Operation::all_reduce, h100(2)), 487.87e9);
}

TEST(Ceiling, OfManyNodesTendsToTheNetwork) {
  double before = 1e30;
  for (const int nodes : kNodes) {
    if (nodes < 2) continue;
    const double ceiling = *bus_ceiling(Operation::all_reduce, h100(nodes));
    EXPECT_LE(ceiling, before) << nodes;
    EXPECT_GE(ceiling, 400e9) << nodes;
    before = ceiling;
  }
  EXPECT_NEAR(before, 400e9, 1e8);
  FabricLinks sharp = h100(12500);
  sharp.adds_in_network = true;
  EXPECT_GT(*bus_ceiling(Operation::all_reduce, sharp), 1.5 * before) << "each size crosses once";
}

TEST(Ceiling, IsTheHighestOfAllAlgorithms) {
  for (const Operation operation : kOperations)
    for (const int nodes : kNodes) {
      const auto highest = bus_ceiling(operation, h100(nodes));
      ASSERT_TRUE(highest.has_value());
      for (const Algorithm algorithm : kAlgorithms)
        if (const auto one = bus_ceiling(operation, algorithm, h100(nodes))) {
          EXPECT_LE(*one, *highest);
        }
    }
}

TEST(Ceiling, GrowsWithEveryLink) {
  for (const Operation operation : kOperations)
    for (const int nodes : kNodes) {
      FabricLinks wider = h100(nodes);
      wider.link *= 2;
      wider.network *= 2;
      EXPECT_NEAR(*bus_ceiling(operation, wider), 2 * *bus_ceiling(operation, h100(nodes)), 1);
    }
}

TEST(Ceiling, IsUnknownWhereALinkIs) {
  FabricLinks unknown = h100(2);
  unknown.network = 0;
  EXPECT_FALSE(bus_ceiling(Operation::all_reduce, unknown));
  FabricLinks alone = h100(1);
  alone.ranks_per_node = 1;
  EXPECT_FALSE(bus_ceiling(Operation::all_reduce, alone)) << "nothing crosses a link";
  FabricLinks hosts{.nodes = 4, .ranks_per_node = 1, .link = 0, .network = 1e9};
  EXPECT_DOUBLE_EQ(*bus_ceiling(Operation::all_gather, hosts), 1e9) << "no link within a node";
}

/// What leaves a node is meant for the others: with more nodes there is more of it.
TEST(Ceiling, OfAllToAllIsTheShareThatLeavesTheNode) {
  const double n = 16;
  EXPECT_NEAR(*bus_ceiling(Operation::all_to_all, h100(2)), 400e9 / (8 * 8 / n) * 15 / n, 1);
  EXPECT_GT(*bus_ceiling(Operation::all_to_all, h100(2)),
            *bus_ceiling(Operation::all_to_all, h100(8)));
}

}  // namespace
}  // namespace assay
