#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/error.hpp"
#include "reports/history/trend/shift.hpp"
#include "reports/history/trends.hpp"

namespace assay::history {
namespace {

std::vector<double> normal(std::mt19937& random, std::size_t n, double mean, double sigma) {
  std::normal_distribution<double> noise(mean, sigma);
  std::vector<double> values(n);
  for (double& value : values) value = noise(random);
  return values;
}

TEST(Shift, KnownByHand) {
  const Shift shift = shift_between({1, 2, 3, 4, 5}, {11, 12, 13, 14, 15});
  EXPECT_EQ(shift.before, 3);
  EXPECT_EQ(shift.after, 13);
  EXPECT_EQ(shift.difference, 10);
  EXPECT_NEAR(shift.p, 0.0122, 0.0005);  // U = 0, n = m = 5: z = 12 / sqrt(275 / 12)
  ASSERT_TRUE(shift.interval);
  EXPECT_LE(shift.interval->low, 10);
  EXPECT_GE(shift.interval->high, 10);
  EXPECT_NEAR(*shift.share(), 10.0 / 3, 1e-12);
}

TEST(Shift, NothingIsNoSide) {
  EXPECT_THROW((void)shift_between({}, {1}), Error);
  EXPECT_THROW((void)shift_between({1}, {}), Error);
}

TEST(Shift, TooFewValuesHaveNoInterval) {
  EXPECT_FALSE(shift_between({1, 2, 3}, {4, 5, 6, 7, 8, 9}).interval);
  EXPECT_FALSE(is_regression(shift_between({9, 9, 9}, {1, 1, 1}), Better::higher, 0.01));
}

TEST(Shift, MovesWithTheValues) {
  std::mt19937 random(3);
  for (int repeat = 0; repeat < 300; ++repeat) {
    const auto a = normal(random, 4 + random() % 20, 100, 3);
    auto b = normal(random, 4 + random() % 20, 100, 3);
    const Shift before = shift_between(a, b);
    for (double& value : b) value += 50;
    const Shift after = shift_between(a, b);
    ASSERT_NEAR(after.difference, before.difference + 50, 1e-9);
    const Shift mirrored = shift_between(b, a);
    ASSERT_NEAR(mirrored.difference, -after.difference, 1e-9);
    ASSERT_NEAR(mirrored.p, after.p, 1e-12);
    ASSERT_TRUE(after.interval);
    ASSERT_LE(after.interval->low, after.difference);
    ASSERT_GE(after.interval->high, after.difference);
  }
}

TEST(Shift, TheIntervalHoldsTheTruthNinetyFiveTimesInAHundred) {
  std::mt19937 random(4);
  int held = 0;
  constexpr int kRepeats = 4000;
  for (int repeat = 0; repeat < kRepeats; ++repeat) {
    const Shift shift = shift_between(normal(random, 12, 100, 2), normal(random, 15, 103, 2));
    held += shift.interval && shift.interval->low <= 3 && shift.interval->high >= 3 ? 1 : 0;
  }
  EXPECT_GT(held, kRepeats * 93 / 100);
  EXPECT_LT(held, kRepeats * 98 / 100);
}

TEST(Shift, ARegressionIsWorseLargeAndSure) {
  const std::vector<double> high{100, 101, 99, 100, 102, 98};
  const std::vector<double> low{90, 91, 89, 90, 92, 88};
  EXPECT_TRUE(is_regression(shift_between(high, low), Better::higher, 0.05));
  EXPECT_FALSE(is_regression(shift_between(high, low), Better::lower, 0.05));
  EXPECT_FALSE(is_regression(shift_between(low, high), Better::higher, 0.05));
  EXPECT_TRUE(is_regression(shift_between(low, high), Better::lower, 0.05));
  EXPECT_FALSE(is_regression(shift_between(high, low), Better::higher, 0.2)) << "too small";
  EXPECT_FALSE(is_regression(shift_between(high, high), Better::higher, 0)) << "none";
}

TEST(MedianInterval, HoldsTheMedian) {
  std::mt19937 random(5);
  int held = 0;
  for (int repeat = 0; repeat < 3000; ++repeat) {
    const auto interval = median_interval(normal(random, 25, 7, 1));
    held += interval.low <= 7 && interval.high >= 7 ? 1 : 0;
  }
  EXPECT_GT(held, 2790);
  const auto few = median_interval({3, 1, 2});
  EXPECT_EQ(few.low, 1);
  EXPECT_EQ(few.high, 3);
}

}  // namespace
}  // namespace assay::history
