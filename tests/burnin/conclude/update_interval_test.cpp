#include "burnin/conclude/update_interval.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace assay {
namespace {

/// A sensor with a new reading every `interval_s`, asked every 0.1 s give or take 5 ms.
UpdateInterval asked(std::mt19937& random, double interval_s, double quantum, double noise,
                     int ticks = 3000) {
  UpdateInterval interval(0.1);
  std::uniform_real_distribution<double> jitter(-0.005, 0.005);
  const double phase_s = std::uniform_real_distribution<double>(0, interval_s)(random);
  long update = -1;
  double shown = 0;
  for (int i = 1; i <= ticks; ++i) {
    const double t_s = 0.1 * i + jitter(random);
    const long now = std::lround(std::floor((t_s + phase_s) / interval_s));
    if (now != update)
      shown = std::round((500 + std::normal_distribution<double>(0, noise)(random)) / quantum) *
              quantum;
    update = now;
    interval.add(t_s, shown);
  }
  return interval;
}

TEST(UpdateInterval, IsFoundWhereItIsLongerThanThePeriod) {
  std::mt19937 random(1);
  for (int round = 0; round < 60; ++round) {
    const double interval_s = std::uniform_real_distribution<double>(0.15, 3)(random);
    EXPECT_NEAR(asked(random, interval_s, 0.001, 5).interval_s(), interval_s, 0.12 * interval_s);
  }
}

TEST(UpdateInterval, FasterSensorsAreAsFastAsTheyAreAsked) {
  std::mt19937 random(2);
  for (const double interval_s : {0.005, 0.02, 0.05, 0.09})
    EXPECT_NEAR(asked(random, interval_s, 0.001, 5).interval_s(), 0.1, 0.015) << interval_s;
}

TEST(UpdateInterval, ChanceRepeatsNeverMakeItShorter) {
  std::mt19937 random(3);
  for (const double interval_s : {0.1, 0.2, 0.5, 1.0})
    EXPECT_GE(asked(random, interval_s, 1, 1).interval_s(), 0.97 * interval_s);
}

TEST(UpdateInterval, TooFewChangesTellNothing) {
  UpdateInterval interval(0.1);
  for (int i = 0; i < 10000; ++i) interval.add(0.1 * i, 500);
  EXPECT_TRUE(std::isnan(interval.interval_s()));
}

TEST(UpdateInterval, GapsAreNoIntervals) {
  std::mt19937 random(4);
  std::normal_distribution<double> value(500, 5);
  UpdateInterval interval(0.1);
  for (int i = 0; i < 5000; ++i) interval.add(0.1 * i, i % 3 == 0 ? std::nan("") : value(random));
  EXPECT_NEAR(interval.interval_s(), 0.1, 0.001);
}

}  // namespace
}  // namespace assay
