#include "reports/history/trend/change_point.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace assay::history {
namespace {

std::vector<double> series(std::mt19937& random, std::size_t n, double sigma) {
  std::normal_distribution<double> noise(100, sigma);
  std::vector<double> values(n);
  for (double& value : values) value = noise(random);
  return values;
}

void step(std::vector<double>& values, std::size_t at, double by) {
  for (std::size_t i = at; i < values.size(); ++i) values[i] += by;
}

TEST(ChangePoint, NoiseIsThatOfTheValuesWithOrWithoutAStep) {
  std::mt19937 random(1);
  auto values = series(random, 4000, 2);
  EXPECT_NEAR(noise(values), 2, 0.15);
  step(values, 2000, -50);
  EXPECT_NEAR(noise(values), 2, 0.15);
  EXPECT_EQ(noise({1, 2}), 0);
}

TEST(ChangePoint, AStepIsFoundWhereItIs) {
  std::mt19937 random(2);
  int near = 0;
  constexpr int kRepeats = 400;
  for (int repeat = 0; repeat < kRepeats; ++repeat) {
    auto values = series(random, 60, 1);
    const std::size_t at = 10 + random() % 40;
    step(values, at, -5);
    const auto changes = change_points(values);
    ASSERT_FALSE(changes.empty()) << repeat;
    for (const ChangePoint& change : changes) {
      if (std::abs(static_cast<double>(change.at) - static_cast<double>(at)) > 2) continue;
      ++near;
      EXPECT_NEAR(change.shift.difference, -5, 2);
      EXPECT_LT(change.p, 1e-3);
      break;
    }
  }
  EXPECT_GT(near, kRepeats * 97 / 100);
}

TEST(ChangePoint, NoiseAloneIsSeldomAStep) {
  std::mt19937 random(3);
  int found = 0;
  constexpr int kRepeats = 3000;
  for (int repeat = 0; repeat < kRepeats; ++repeat)
    found += change_points(series(random, 8 + random() % 200, 2), {.floor = 0}).empty() ? 0 : 1;
  EXPECT_LT(found, kRepeats * 4 / 1000);
}

TEST(ChangePoint, HeavyTailsAreSeldomAStepEither) {
  std::mt19937 random(4);
  std::student_t_distribution<double> noise(3);
  int found = 0;
  constexpr int kRepeats = 2000;
  for (int repeat = 0; repeat < kRepeats; ++repeat) {
    std::vector<double> values(60);
    for (double& value : values) value = 100 + 2 * noise(random);
    found += change_points(values, {.floor = 0}).empty() ? 0 : 1;
  }
  EXPECT_LT(found, kRepeats * 8 / 1000);
}

TEST(ChangePoint, SingleOutliersAreNoStep) {
  std::mt19937 random(5);
  for (int repeat = 0; repeat < 300; ++repeat) {
    auto values = series(random, 40, 0.3);
    values[random() % values.size()] -= 60;
    EXPECT_TRUE(change_points(values).empty()) << repeat;
  }
}

TEST(ChangePoint, TwoStepsAreTwo) {
  std::mt19937 random(6);
  auto values = series(random, 120, 0.5);
  step(values, 40, -10);
  step(values, 80, 10);
  const auto changes = change_points(values);
  ASSERT_EQ(changes.size(), 2U);
  EXPECT_NEAR(static_cast<double>(changes[0].at), 40, 1);
  EXPECT_NEAR(static_cast<double>(changes[1].at), 80, 1);
  EXPECT_LT(changes[0].shift.difference, 0);
  EXPECT_GT(changes[1].shift.difference, 0);
}

TEST(ChangePoint, AStepWithoutNoiseIsOne) {
  std::vector<double> values(20, 8.0);
  EXPECT_TRUE(change_points(values).empty());
  step(values, 10, -1);
  const auto changes = change_points(values);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(changes[0].at, 10U);
  EXPECT_EQ(changes[0].shift.difference, -1);
}

TEST(ChangePoint, SmallStepsAndShortSeriesAreNone) {
  std::mt19937 random(7);
  auto values = series(random, 60, 0.01);
  step(values, 30, -0.5);
  EXPECT_TRUE(change_points(values, {.floor = 0.01}).empty());
  EXPECT_EQ(change_points(values, {.floor = 0.001}).size(), 1U);
  EXPECT_TRUE(change_points({1, 1, 1, 9, 9, 9}).empty());
  EXPECT_TRUE(change_points({}).empty());
}

TEST(ChangePoint, ScaleAndDirectionDoNotMatter) {
  std::mt19937 random(8);
  for (int repeat = 0; repeat < 100; ++repeat) {
    auto values = series(random, 50, 1);
    step(values, 20 + random() % 10, 8);
    const auto changes = change_points(values);
    for (double& value : values) value *= -3e12;
    const auto scaled = change_points(values);
    ASSERT_EQ(changes.size(), scaled.size());
    for (std::size_t i = 0; i < changes.size(); ++i) {
      EXPECT_EQ(changes[i].at, scaled[i].at);
      EXPECT_NEAR(changes[i].p, scaled[i].p, 1e-9);
    }
  }
}

}  // namespace
}  // namespace assay::history
