#include "core/stats.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "core/error.hpp"

namespace assay {
namespace {

std::vector<double> random_samples(std::mt19937& random) {
  std::uniform_int_distribution<std::size_t> size(1, 300);
  std::lognormal_distribution<double> value(0, 1);
  std::vector<double> samples(size(random));
  std::generate(samples.begin(), samples.end(), [&] { return value(random); });
  return samples;
}

TEST(Stats, NothingHasNoStatistics) {
  EXPECT_THROW((void)median({}), Error);
  EXPECT_THROW((void)quantile({}, 0.5), Error);
  EXPECT_THROW((void)summarise({}), Error);
}

TEST(Stats, KnownQuantiles) {
  const std::vector<double> sorted{1, 2, 3, 4, 5};
  EXPECT_EQ(quantile(sorted, 0), 1);
  EXPECT_EQ(quantile(sorted, 0.25), 2);
  EXPECT_EQ(quantile(sorted, 0.1), 1.4);
  EXPECT_EQ(quantile(sorted, 1), 5);
  EXPECT_EQ(median({4, 1, 3, 2}), 2.5);
}

TEST(Stats, TheDeviationOfFewNormalValuesIsRightOnAverage) {
  std::mt19937 random(3);
  std::normal_distribution<double> value(10, 2);
  for (const std::size_t n : {6U, 8U, 20U, 100U}) {
    double sum = 0;
    constexpr int kRounds = 4000;
    for (int round = 0; round < kRounds; ++round) {
      std::vector<double> values(n);
      std::generate(values.begin(), values.end(), [&] { return value(random); });
      const double middle = median(values);
      for (double& x : values) x = std::abs(x - middle);
      sum += normal_deviation(n) * median(values);
    }
    EXPECT_NEAR(sum / kRounds, 2, 0.12) << n;
  }
  EXPECT_NEAR(normal_deviation(1'000'000), kNormalDeviation, 1e-5);
}

TEST(Stats, StatisticsAreOrderedAndScaleWithTheSamples) {
  std::mt19937 random(1);
  for (int round = 0; round < 300; ++round) {
    const std::vector<double> samples = random_samples(random);
    const Samples s = summarise(samples);
    EXPECT_EQ(s.n, samples.size());
    EXPECT_LE(s.min, s.p01);
    EXPECT_LE(s.p01, s.p05);
    EXPECT_LE(s.p05, s.p50);
    EXPECT_LE(s.p50, s.p95);
    EXPECT_LE(s.p95, s.p99);
    EXPECT_LE(s.p99, s.max);
    EXPECT_LE(s.min, s.mean);
    EXPECT_LE(s.mean, s.max);
    std::vector<double> doubled = samples;
    for (double& x : doubled) x *= 2;
    const Samples d = summarise(doubled);
    EXPECT_DOUBLE_EQ(d.p05, 2 * s.p05);
    EXPECT_NEAR(d.stddev, 2 * s.stddev, 1e-9 * s.max);
    EXPECT_DOUBLE_EQ(d.droop, s.droop);
  }
}

TEST(Stats, OnlyDroopDependsOnTheOrder) {
  std::mt19937 random(2);
  for (int round = 0; round < 100; ++round) {
    std::vector<double> samples = random_samples(random);
    const Samples before = summarise(samples);
    std::shuffle(samples.begin(), samples.end(), random);
    const Samples after = summarise(samples);
    EXPECT_EQ(before.p05, after.p05);
    EXPECT_EQ(before.mean, after.mean);
    EXPECT_EQ(before.stddev, after.stddev);
  }
}

TEST(Stats, DroopIsTheLastThirdOverTheFirst) {
  EXPECT_DOUBLE_EQ(summarise({10, 10, 10, 5, 8, 8, 9, 9, 9}).droop, 0.9);
  EXPECT_EQ(summarise({10, 5}).droop, 1) << "too few to tell";
}

TEST(Stats, SpreadSurvivesALargeMean) {
  const Samples s = summarise({1e12 + 1, 1e12 + 2, 1e12 + 3});
  EXPECT_DOUBLE_EQ(s.stddev, 1);
}

TEST(Stats, OneBadSampleSpoilsTheWholeMetric) {
  for (const double bad :
       {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    std::vector<double> samples(100, 5.0);
    samples[37] = bad;
    const Metric metric =
        sampled_metric("bandwidth", Unit::bytes_per_second, Better::higher, samples);
    EXPECT_FALSE(metric.value.has_value());
    EXPECT_FALSE(metric.samples.has_value());
    EXPECT_FALSE(reading("x", Unit::count, Better::lower, bad).value.has_value());
  }
}

TEST(Stats, TheJudgedStatisticIsNeverTheBestSample) {
  std::mt19937 random(3);
  for (int round = 0; round < 300; ++round) {
    std::vector<double> samples = random_samples(random);
    if (samples.size() < 2) continue;
    const Samples all = summarise(samples);
    const Metric high = sampled_metric("x", Unit::count, Better::higher, samples);
    const Metric low = sampled_metric("x", Unit::count, Better::lower, samples);
    EXPECT_LT(*high.value, all.max);
    EXPECT_GT(*low.value, all.min);
    EXPECT_EQ(high.value, statistic(all, high.statistic));
    EXPECT_EQ(low.value, statistic(all, low.statistic));
    EXPECT_EQ(high.statistic, samples.size() < 20 ? "min" : "p05");
    EXPECT_EQ(low.statistic, samples.size() < 20 ? "max" : "p95");
  }
}

}  // namespace
}  // namespace assay
