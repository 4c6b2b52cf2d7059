#include <gtest/gtest.h>

#include "reports/history/questions.hpp"

namespace assay::history {
namespace {

TEST(Stays, SayingMoreIsNoMove) {
  const Seat plain{.host = "a", .slot = "gpu 0"};
  Seat placed = plain;
  placed.rack = "r1";
  EXPECT_FALSE(is_move(plain, placed));
  EXPECT_FALSE(is_move(placed, plain));
  Seat elsewhere = placed;
  elsewhere.rack = "r2";
  EXPECT_TRUE(is_move(placed, elsewhere));
  elsewhere = placed;
  elsewhere.slot = "gpu 1";
  EXPECT_TRUE(is_move(placed, elsewhere));
  elsewhere = placed;
  elsewhere.owner = "them";
  EXPECT_FALSE(is_move(placed, elsewhere));
  placed.owner = "us";
  EXPECT_TRUE(is_move(placed, elsewhere));
}

TEST(Stays, AreSplitByMovesAlone) {
  const Seat a{.host = "a", .slot = "gpu 0"};
  const Seat b{.host = "b", .slot = "gpu 4"};
  const auto stays = stays_of({{1, a}, {1, a}, {3, a}, {5, b}, {6, a}});
  ASSERT_EQ(stays.size(), 3U);
  EXPECT_EQ(stays[0].first, 1);
  EXPECT_EQ(stays[0].last, 3);
  EXPECT_EQ(stays[0].nights, 2U) << "two runs of one night are one";
  EXPECT_EQ(stays[1].seat.host, "b");
  EXPECT_EQ(stays[2].seat.host, "a");
  EXPECT_TRUE(stays_of({}).empty());
}

TEST(Stays, KeepWhatWasOnceSaid) {
  Seat known{.host = "a", .slot = "node", .rack = "r1"};
  Seat silent{.host = "a", .slot = "node"};
  Seat other{.host = "a", .slot = "node", .rack = "r2"};
  const auto stays = stays_of({{1, known}, {2, silent}, {3, other}});
  ASSERT_EQ(stays.size(), 2U) << "a night without the site file hides no move";
  EXPECT_EQ(stays[0].seat.rack, "r1");
}

}  // namespace
}  // namespace assay::history
