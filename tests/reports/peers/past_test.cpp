#include "reports/peers/past.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "reports/peers/simulate/noise.hpp"

namespace assay {
namespace {

constexpr std::size_t kNodes = 200;
const float kNan = std::numeric_limits<float>::quiet_NaN();

/// One column of what lasts (half of the variance) and noise; node 0 moves by `move` on this night.
std::vector<float> standings(std::uint64_t night, double move, double heavy = 0) {
  std::vector<float> all;
  all.reserve(kNodes);
  for (std::size_t node = 0; node < kNodes; ++node)
    all.push_back(static_cast<float>(
        std::sqrt(0.5) * (peers::noise(99, node) + peers::noise(night + 100, node, heavy)) -
        (node == 0 ? move : 0)));
  return all;
}

TEST(Past, AnotherShapeIsRefused) {
  PeerPast past(3, 2);
  EXPECT_THROW(past.add(std::vector<float>(5)), Error);
}

TEST(Past, MeansAreOfTheLastFourNightsAndCut) {
  PeerPast past(1, 1);
  for (const float standing : {100.0F, -1.0F, -2.0F, -3.0F, -30.0F}) past.add({{standing}});
  EXPECT_FLOAT_EQ(past.recent_means().front(), (-1 - 2 - 3 - 8) / 4.0F);
}

TEST(Past, OneNightIsNoMeanAndAbsentTonightIsNone) {
  PeerPast past(1, 1);
  past.add({{1.0F}});
  EXPECT_TRUE(std::isnan(past.recent_means().front()));
  past.add({{1.0F}});
  EXPECT_FLOAT_EQ(past.recent_means().front(), 1);
  past.add({{kNan}});
  EXPECT_TRUE(std::isnan(past.recent_means().front()));
}

TEST(Past, NobodyDeclinesWithoutCause) {
  for (const double heavy : {0.0, 4.0}) {
    PeerPast past(kNodes, 1);
    for (std::uint64_t night = 0; night < 60; ++night) past.add(standings(night, 0, heavy));
    for (std::size_t node = 0; node < kNodes; ++node)
      EXPECT_LT(past.decline(node), PeerPast::kAlarm) << node;
  }
}

TEST(Past, ASlowDriftAlarmsBeforeItIsLarge) {
  PeerPast past(kNodes, 1);
  double moved = 0;
  for (std::uint64_t night = 0; night < 60 && past.decline(0) < PeerPast::kAlarm; ++night) {
    moved = night < 10 ? 0 : 0.1 * static_cast<double>(night - 9);
    past.add(standings(night, moved));
  }
  EXPECT_GE(past.decline(0), PeerPast::kAlarm);
  EXPECT_LT(moved, 4.5);
  EXPECT_GT(past.below_own(0), 0);
}

/// One of eight that falls by five deviations on the eleventh night moves what its column's nights
/// look like; those before it say better how much they vary.
TEST(Past, OneOfEightThatFallsIsSeenWithinFourNights) {
  constexpr std::size_t nodes = 8;
  constexpr std::uint64_t fleets = 100;
  constexpr std::uint64_t first_bad = 10;
  std::size_t seen = 0;
  for (std::uint64_t fleet = 0; fleet < fleets; ++fleet) {
    PeerPast past(nodes, 1);
    bool alarmed = false;
    for (std::uint64_t night = 0; night < first_bad + 4; ++night) {
      std::vector<float> all = standings(1000 * fleet + night, night < first_bad ? 0 : 5);
      all.resize(nodes);
      past.add(all);
      alarmed = alarmed || past.decline(0) >= PeerPast::kAlarm;
      EXPECT_LT(past.decline(1), PeerPast::kAlarm) << fleet;
    }
    seen += alarmed ? 1U : 0U;
  }
  EXPECT_GE(seen, fleets * 9 / 10);
}

TEST(Past, OneWildNightIsNothingToFallFrom) {
  PeerPast past(kNodes, 1);
  past.add(standings(0, -1000));  // far too good once
  for (std::uint64_t night = 1; night < 30; ++night) {
    past.add(standings(night, 0));
    EXPECT_LT(past.decline(0), PeerPast::kAlarm);
  }
}

TEST(Past, GettingBetterIsNoDecline) {
  PeerPast past(kNodes, 1);
  for (std::uint64_t night = 0; night < 40; ++night)
    past.add(standings(night, -0.2 * static_cast<double>(night)));
  EXPECT_LT(past.decline(0), 3);
}

}  // namespace
}  // namespace assay
