#include "reports/history/trend/trend.hpp"

#include <gtest/gtest.h>

#include <random>

#include "core/error.hpp"
#include "reports/history/trends.hpp"

namespace assay::history {
namespace {

std::vector<Point> points_of(std::size_t n, double sigma, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<double> noise(100, sigma);
  std::vector<Point> points;
  points.reserve(n);
  for (std::size_t i = 0; i < n; ++i)
    points.push_back({.night = static_cast<NightNumber>(i), .value = noise(random)});
  return points;
}

TEST(Trend, ADriverThatCostsSpeedIsARegression) {
  auto points = points_of(40, 0.5, 1);
  for (std::size_t i = 25; i < points.size(); ++i) {
    points[i].setup = 1;
    points[i].value -= 6;
  }
  const Trend trend = trend_of(points, Better::higher);
  ASSERT_EQ(trend.steps.size(), 1U);
  EXPECT_EQ(trend.steps[0].cause, Step::Cause::setup);
  EXPECT_EQ(trend.steps[0].at, 25U);
  EXPECT_TRUE(trend.steps[0].regression);
  EXPECT_NEAR(trend.steps[0].shift.difference, -6, 0.7);
  EXPECT_FALSE(trend_of(points, Better::lower).steps[0].regression);
  ASSERT_EQ(trend.changes.size(), 1U);
  EXPECT_EQ(trend.changes[0].at, 25U);
}

TEST(Trend, AHarmlessDriverAndAMoveAreSaidToBe) {
  auto points = points_of(40, 0.5, 2);
  for (std::size_t i = 10; i < points.size(); ++i) points[i].setup = 1;
  for (std::size_t i = 30; i < points.size(); ++i) points[i].seat = 7;
  const Trend trend = trend_of(points, Better::higher);
  ASSERT_EQ(trend.steps.size(), 2U);
  EXPECT_EQ(trend.steps[0].at, 10U);
  EXPECT_EQ(trend.steps[1].at, 30U);
  EXPECT_EQ(trend.steps[1].cause, Step::Cause::seat);
  EXPECT_FALSE(trend.steps[0].regression || trend.steps[1].regression);
  EXPECT_TRUE(trend.changes.empty());
}

TEST(Trend, AStepIsComparedUpToItsNeighboursOnly) {
  auto points = points_of(90, 0.1, 3);
  for (std::size_t i = 20; i < 90; ++i) points[i].setup = 1;
  for (std::size_t i = 26; i < 90; ++i) points[i].setup = 2;
  for (std::size_t i = 26; i < 90; ++i) points[i].value += 30;
  const Trend trend = trend_of(points, Better::higher, {.reach = 8});
  ASSERT_EQ(trend.steps.size(), 2U);
  EXPECT_EQ(trend.steps[0].shift.n_before, 8U);
  EXPECT_EQ(trend.steps[0].shift.n_after, 6U);
  EXPECT_EQ(trend.steps[1].shift.n_before, 6U);
  EXPECT_EQ(trend.steps[1].shift.n_after, 8U);
  EXPECT_NEAR(trend.steps[0].shift.difference, 0, 0.5);
}

TEST(Trend, OnePointIsATrendAndNoneIsNot) {
  const Trend trend = trend_of({{.value = 5}}, Better::higher);
  EXPECT_EQ(trend.middle, 5);
  EXPECT_TRUE(trend.changes.empty() && trend.steps.empty());
  EXPECT_THROW((void)trend_of({}, Better::higher), Error);
}

TEST(Trend, AlternationsAreCounted) {
  EXPECT_EQ(alternations({}), 0U);
  EXPECT_EQ(alternations({true, true, true}), 0U);
  EXPECT_EQ(alternations({true, false, true, true, false}), 3U);
}

TEST(Words, OfASetup) {
  EXPECT_EQ(setup_change({{"driver", "1"}, {"bios", "2"}}, {{"driver", "3"}, {"nccl", "4"}}),
            "bios 2 -> nothing, driver 1 -> 3, nccl nothing -> 4");
  EXPECT_EQ(setup_change({{"driver", "1"}}, {{"driver", "1"}}), "");
}

TEST(Words, OfASeat) {
  EXPECT_EQ(
      seat_change({.host = "a", .slot = "gpu 3", .rack = "r1"}, {.host = "b", .slot = "node"}),
      "a gpu 3 (rack r1) -> b");
}

}  // namespace
}  // namespace assay::history
