#include "reports/compare/bootstrap.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

#include "core/philox.hpp"
#include "core/stats.hpp"

namespace assay::test {
namespace {

double uniform(std::uint64_t seed, std::uint64_t i) { return 1 - random_uniform(seed, i); }

double normal(std::uint64_t seed, std::uint64_t i) {
  return std::sqrt(-2 * std::log(uniform(seed, 2 * i))) *
         std::cos(2 * std::numbers::pi * uniform(seed, 2 * i + 1));
}

struct Noise {
  const char* name;
  std::function<double(std::uint64_t, std::uint64_t)> draw;  ///< of median 1
};

const std::vector<Noise>& noises() {
  static const std::vector<Noise> all{
      {"normal", [](auto seed, auto i) { return 1 + 0.02 * normal(seed, i); }},
      {"skewed", [](auto seed, auto i) { return std::exp(0.1 * normal(seed, i)); }},
      {"flat", [](auto seed, auto i) { return 1 + 0.05 * (uniform(seed, i) - 0.5); }}};
  return all;
}

/// In 92 to 98 of 100 simulated comparisons the interval must hold the true ratio.
TEST(RatioInterval, CoversTheTruthAsOftenAsItSays) {
  constexpr int trials = 800;
  constexpr double truth = 1.07;
  for (const Noise& noise : noises())
    for (const std::size_t n : {5U, 9U, 20U}) {
      int covered = 0;
      for (int trial = 0; trial < trials; ++trial) {
        const auto seed = static_cast<std::uint64_t>(trial) * 64 + n;
        std::vector<double> a(n);
        std::vector<double> b(n + 1);
        std::uint64_t i = 0;
        for (double& x : a) x = 3e12 * noise.draw(seed, i++);
        for (double& x : b) x = truth * 3e12 * noise.draw(seed, i++);
        const auto interval = ratio_interval(a, b, {.seed = seed, .times = 300});
        ASSERT_TRUE(interval);
        if (interval->low <= truth && truth <= interval->high) ++covered;
      }
      const double share = static_cast<double>(covered) / trials;
      EXPECT_GE(share, 0.92) << noise.name << ' ' << n;
      EXPECT_LE(share, 0.98) << noise.name << ' ' << n;
    }
}

std::vector<double> some(std::uint64_t seed, std::size_t n, double level) {
  std::vector<double> values(n);
  std::uint64_t i = 0;
  for (double& x : values) x = level * (1 + 0.01 * normal(seed, i++));
  return values;
}

TEST(RatioInterval, IsTheSameForTheSameSeedAndDoesNotDependOnOrder) {
  std::vector<double> a = some(1, 12, 5);
  const std::vector<double> b = some(2, 15, 6);
  const auto first = ratio_interval(a, b, {.seed = 7});
  std::reverse(a.begin(), a.end());
  const auto again = ratio_interval(a, b, {.seed = 7});
  ASSERT_TRUE(first && again);
  EXPECT_EQ(first->low, again->low);
  EXPECT_EQ(first->high, again->high);
  const auto other = ratio_interval(a, b, {.seed = 8});
  EXPECT_NE(first->low, other->low);
  EXPECT_NEAR(first->low, other->low, 0.2 * (first->high - first->low));
}

TEST(RatioInterval, KeepsToUnitsAndHoldsTheRatioItself) {
  for (std::uint64_t seed = 1; seed < 40; ++seed) {
    const std::vector<double> a = some(seed, 5 + seed % 10, 5);
    const std::vector<double> b = some(seed + 100, 5 + seed % 7, 6);
    const auto interval = ratio_interval(a, b, {.seed = seed, .times = 2000});
    ASSERT_TRUE(interval);
    EXPECT_LE(interval->low, interval->high);
    EXPECT_LE(interval->low, median(b) / median(a) * (1 + 1e-12));
    EXPECT_GE(interval->high, median(b) / median(a) * (1 - 1e-12));
    std::vector<double> scaled = b;
    for (double& x : scaled) x *= 1024;
    const auto larger = ratio_interval(a, scaled, {.seed = seed, .times = 2000});
    EXPECT_NEAR(larger->low, 1024 * interval->low, 1e-9 * larger->low);
  }
}

TEST(RatioInterval, NarrowsWithMoreRuns) {
  const auto width = [](std::size_t n) {
    const auto interval = ratio_interval(some(1, n, 5), some(2, n, 5), {});
    return interval->high - interval->low;
  };
  EXPECT_GT(width(6), width(60));
  EXPECT_GT(width(60), width(600));
}

TEST(RatioInterval, OfValuesThatAreAllEqualIsAPoint) {
  const auto interval =
      ratio_interval(std::vector<double>(5, 2.0), std::vector<double>(5, 3.0), {});
  ASSERT_TRUE(interval);
  EXPECT_DOUBLE_EQ(interval->low, 1.5);
  EXPECT_DOUBLE_EQ(interval->high, 1.5);
}

TEST(RatioInterval, ThereIsNoneOfFewRunsNorOfWhatIsNotAboveZero) {
  const std::vector<double> good = some(1, 5, 5);
  EXPECT_FALSE(ratio_interval({1, 2, 3, 4}, good, {}));
  EXPECT_FALSE(ratio_interval(good, {1, 2, 3, 4}, {}));
  EXPECT_FALSE(ratio_interval({0, 1, 2, 3, 4}, good, {}));
  EXPECT_FALSE(ratio_interval(good, {-1, 1, 2, 3, 4}, {}));
  EXPECT_FALSE(ratio_interval(good, {1, 2, 3, 4, std::nan("")}, {}));
  EXPECT_FALSE(ratio_interval(good, good, {.times = 0}));
}

}  // namespace
}  // namespace assay::test
