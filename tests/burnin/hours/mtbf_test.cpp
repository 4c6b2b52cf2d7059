#include "burnin/hours/mtbf.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/error.hpp"

namespace assay {
namespace {

constexpr double kHour = 3600;

/// P(N <= r) of a Poisson variable, summed term by term: a way to the bounds that knows nothing of
/// chi-squared.
double at_most(std::int64_t r, double mean) {
  double term = std::exp(-mean);
  double sum = term;
  for (std::int64_t k = 1; k <= r; ++k) {
    term *= mean / static_cast<double>(k);
    sum += term;
  }
  return sum;
}

TEST(Mtbf, PublishedChiSquaredTables) {
  // chi2(p; n) of any printed table, three decimals; the bound for T = 0.5 h is 1 / chi2.
  const struct {
    std::int64_t failures;
    double confidence, chi_squared;
  } rows[] = {{0, 0.90, 4.605},  {0, 0.95, 5.991},  {1, 0.95, 9.488}, {2, 0.95, 12.592},
              {4, 0.90, 15.987}, {9, 0.95, 31.410}, {0, 0.99, 9.210}, {14, 0.95, 43.773}};
  for (const auto& row : rows)
    EXPECT_NEAR(kHour / mtbf_lower_bound({0.5 * kHour, row.failures}, row.confidence),
                row.chi_squared, 6e-4);
}

TEST(Mtbf, ExponentialTestOfTheHandbook) {
  // NIST e-Handbook 8.4.5.1: 10 failures in 4000 h have an MTBF of 400 h; with factors of its table
  // for 80 % two-sided (90 % one-sided) limits 0.6490 and 1.6074.
  const LifeTest test{4000 * kHour, 10};
  EXPECT_DOUBLE_EQ(*mtbf_estimate(test), 400 * kHour);
  EXPECT_NEAR(mtbf_lower_bound(test, 0.9) / kHour, 400 * 0.6490, 0.05);
  EXPECT_NEAR(*mtbf_upper_bound(test, 0.9) / kHour, 400 * 1.6074, 0.05);
}

TEST(Mtbf, NoFailureIsTheLogarithm) {
  for (const double confidence : {0.5, 0.8, 0.9, 0.95, 0.99, 0.999}) {
    EXPECT_NEAR(mtbf_lower_bound({1000 * kHour, 0}, confidence),
                1000 * kHour / -std::log(1 - confidence), 1e-3);
    EXPECT_NEAR(device_seconds_for(1, 0, confidence), -std::log(1 - confidence), 1e-12);
  }
  EXPECT_EQ(mtbf_estimate({1000, 0}), std::nullopt);
  EXPECT_EQ(mtbf_upper_bound({1000, 0}, 0.95), std::nullopt);
}

TEST(Mtbf, BoundsAreThoseOfPoissonCounts) {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> confidences(0.05, 0.999), times(1, 1e9);
  std::uniform_int_distribution<std::int64_t> failures(0, 60);
  for (int i = 0; i < 500; ++i) {
    const LifeTest test{times(random), failures(random)};
    const double confidence = confidences(random);
    const double least = mtbf_lower_bound(test, confidence);
    EXPECT_NEAR(at_most(test.failures, test.device_s / least), 1 - confidence, 1e-9);
    const double likely = mtbf_that_passes(test, confidence);
    EXPECT_NEAR(at_most(test.failures, test.device_s / likely), confidence, 1e-9);
    if (const auto most = mtbf_upper_bound(test, confidence)) {
      EXPECT_NEAR(at_most(test.failures - 1, test.device_s / *most), confidence, 1e-9);
      if (confidence > 0.5) {
        EXPECT_LT(least, *most);
      }
    }
  }
}

TEST(Mtbf, WhatIsToGoIsExactlyEnough) {
  std::mt19937_64 random(8);
  std::uniform_real_distribution<double> confidences(0.5, 0.99), times(1, 1e6), claims(1, 1e7);
  std::uniform_int_distribution<std::int64_t> failures(0, 20);
  for (int i = 0; i < 500; ++i) {
    LifeTest test{times(random), failures(random)};
    const double claim = claims(random);
    const double confidence = confidences(random);
    const double to_go = device_seconds_to_go(test, claim, confidence);
    const double least = mtbf_lower_bound(test, confidence);
    if (to_go == 0) {
      EXPECT_GE(least, claim * (1 - 1e-12));
      continue;
    }
    EXPECT_LT(least, claim);
    test.device_s += to_go;
    EXPECT_NEAR(mtbf_lower_bound(test, confidence) / claim, 1, 1e-12);
    ++test.failures;
    EXPECT_LT(mtbf_lower_bound(test, confidence), claim) << "a failure more shows less";
  }
}

TEST(Mtbf, TheBoundIsWrongAsRarelyAsItSays) {
  // Exponential lives of devices that are replaced, watched for a fixed time: in 5 of 100 such
  // tests the lower bound may lie above the truth.
  std::mt19937_64 random(9);
  constexpr double truth = 5000, watched = 20000;
  std::exponential_distribution<double> life(1 / truth);
  constexpr int tests = 20000;
  int above = 0;
  for (int i = 0; i < tests; ++i) {
    std::int64_t failures = 0;
    double at = life(random);
    while (at < watched) {
      ++failures;
      at += life(random);
    }
    if (mtbf_lower_bound({watched, failures}, 0.95) > truth) ++above;
  }
  const double share = static_cast<double>(above) / tests;
  EXPECT_LE(share, 0.055);
  EXPECT_GE(share, 0.005) << "nor may it promise next to nothing";
}

TEST(Mtbf, NonsenseIsRefused) {
  EXPECT_THROW((void)mtbf_lower_bound({-1, 0}, 0.95), Error);
  EXPECT_THROW((void)mtbf_lower_bound({NAN, 0}, 0.95), Error);
  EXPECT_THROW((void)mtbf_lower_bound({1, -1}, 0.95), Error);
  EXPECT_THROW((void)mtbf_estimate({1, -1}), Error);
  for (const double confidence : {0.0, 1.0, -0.1, 1.5, double{NAN}}) {
    EXPECT_THROW((void)mtbf_lower_bound({1, 0}, confidence), Error);
    EXPECT_THROW((void)device_seconds_for(1, 0, confidence), Error);
  }
  EXPECT_THROW((void)device_seconds_for(0, 0, 0.95), Error);
  EXPECT_THROW((void)device_seconds_for(1, -1, 0.95), Error);
}

}  // namespace
}  // namespace assay
