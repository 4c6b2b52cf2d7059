#include "reports/peers/parts/fit.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "reports/peers/parts/sorted.hpp"
#include "reports/peers/simulate/noise.hpp"

namespace assay::peers {
namespace {

constexpr Grain kFine{.floor = 1e-6};

std::vector<float> sorted(std::vector<float> values) {
  std::vector<std::uint32_t> spare;
  sort_values(values, spare);
  return values;
}

/// Normal values around 100 with spread 2; the first `share` of them are `sigmas` lower.
std::vector<float> values(std::uint64_t key, std::size_t n, double share, double sigmas) {
  std::vector<float> all;
  all.reserve(n);
  for (std::size_t i = 0; i < n; ++i) {
    const bool bad = static_cast<double>(i) < share * static_cast<double>(n);
    all.push_back(static_cast<float>(100 + 2 * (noise(key, i) - (bad ? sigmas : 0))));
  }
  return sorted(std::move(all));
}

TEST(Fit, FindsNormalValues) {
  for (std::uint64_t key = 1; key <= 20; ++key) {
    const Fit fit = fit_sorted(values(key, 4000, 0, 0), kFine);
    EXPECT_NEAR(fit.location, 100, 0.25);
    EXPECT_NEAR(fit.scale, 2, 0.12);
    EXPECT_EQ(fit.n, 4000U);
  }
}

TEST(Fit, HoldsWhatIsApart) {
  for (const double share : {0.05, 0.1, 0.2, 0.3, 0.4})
    for (const double sigmas : {8.0, 12.0, 100.0}) {
      const Fit fit = fit_sorted(values(7, 4000, share, sigmas), kFine);
      EXPECT_NEAR(fit.location, 100, 0.3) << share << " at " << sigmas;
      EXPECT_NEAR(fit.scale, 2, 0.2) << share << " at " << sigmas;
    }
}

TEST(Fit, MovesAndGrowsWithItsValues) {
  for (std::uint64_t key = 1; key <= 30; ++key) {
    const std::vector<float> plain = values(key, 40 + 10 * key, 0.1, 9);
    std::vector<float> moved;
    moved.reserve(plain.size());
    for (const float value : plain) moved.push_back(4 * value - 1000);
    const Fit a = fit_sorted(plain, kFine);
    const Fit b = fit_sorted(moved, kFine);
    EXPECT_NEAR(b.location, 4 * a.location - 1000, 1e-2);
    EXPECT_NEAR(b.scale, 4 * a.scale, 1e-2);
  }
}

TEST(Fit, EqualValuesHaveTheFloorForAScale) {
  const std::vector<float> equal(500, 16.0F);
  const Fit fit = fit_sorted(equal, {.floor = 0.016});
  EXPECT_EQ(fit.location, 16);
  EXPECT_EQ(fit.scale, 0.016);
}

TEST(Fit, ATenthOfNarrowLinksDoesNotWiden) {
  std::vector<float> lanes(1000, 16.0F);
  for (std::size_t i = 0; i < 100; ++i) lanes[i] = 8;
  const Fit fit = fit_sorted(sorted(lanes), {.floor = 0.016, .effect = 0.16});
  EXPECT_EQ(fit.location, 16);
  EXPECT_EQ(fit.scale, 0.016);
}

TEST(Fit, WholeNumbersHaveTheSpreadThatWasRounded) {
  for (const double spread : {0.4, 0.6, 0.9, 1.2, 1.5, 3.0})
    for (std::uint64_t key = 1; key <= 10; ++key) {
      std::vector<float> whole;
      whole.reserve(2000);
      for (std::size_t i = 0; i < 2000; ++i)
        whole.push_back(static_cast<float>(std::round(145.3 + spread * noise(key, i))));
      const Fit fit = fit_sorted(sorted(std::move(whole)), {.floor = 0.145, .effect = 1.45});
      EXPECT_GT(fit.scale, 0.75 * spread) << spread;
      EXPECT_LT(fit.scale, 2.2 * std::hypot(spread, 0.3)) << spread;
    }
}

TEST(Fit, FewValuesNeverFindLessThanTheirFloor) {
  for (std::size_t n = 1; n < 12; ++n) {
    const Fit fit = fit_sorted(values(n, n, 0, 0), {.floor = 0.5});
    EXPECT_TRUE(std::isfinite(fit.location));
    EXPECT_GE(fit.scale, 0.5);
  }
}

TEST(Fit, FreedomIsThatOfItsScale) {
  constexpr std::size_t kRounds = 3000;
  for (const std::size_t n : {8U, 24U, 64U, 256U}) {
    double sum = 0;
    double squares = 0;
    for (std::size_t i = 0; i < kRounds; ++i) {
      const double scale = fit_sorted(values(n * kRounds + i, n, 0, 0), kFine).scale;
      sum += scale;
      squares += scale * scale;
    }
    const double mean = sum / kRounds;
    const double variance = squares / kRounds - mean * mean;
    const double freedom = mean * mean / (2 * variance);
    EXPECT_NEAR(freedom / fit_freedom(static_cast<double>(n)), 1.05, 0.2) << n;
  }
}

TEST(Effect, IsAShareOrWhatTheUnitSays) {
  const PeerRules rules;
  EXPECT_DOUBLE_EQ(least_effect(Unit::bytes_per_second, -3e12, rules), 3e10);
  EXPECT_DOUBLE_EQ(least_effect(Unit::celsius, 60, rules), 3);
  EXPECT_DOUBLE_EQ(least_effect(Unit::count, 0, rules), 2);
  EXPECT_DOUBLE_EQ(least_scale(Unit::count, 0, rules), 1);
  EXPECT_GT(least_scale(Unit::ratio, 0, rules), 0);
}

}  // namespace
}  // namespace assay::peers
