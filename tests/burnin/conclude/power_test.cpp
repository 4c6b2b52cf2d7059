#include "burnin/conclude/power.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace assay {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(SummedPower, OneMissingIsAGap) {
  EXPECT_EQ(summed_or_gap(std::vector<double>{1, 2, 3}), 6);
  EXPECT_TRUE(std::isnan(summed_or_gap(std::vector<double>{1, kNaN, 3})));
  EXPECT_TRUE(std::isnan(summed_or_gap({})));
}

/// A device whose power is read at moments and whose energy is counted, in whole steps of time.
struct Meter {
  double period_s = 0.1, counts_every_s = 0.1, range_j = 0;
  double total_j = 0, shown_j = 1000;
  double next_s = 0;
  void run(EnergyMean& mean, double from_s, double to_s, double power_w, double seen_w) {
    const auto ticks = static_cast<int>(std::ceil((to_s - 1e-9 - from_s) / period_s));
    for (int tick = 0; tick < ticks; ++tick) {
      const double t_s = from_s + tick * period_s;
      if (t_s >= next_s) {
        shown_j = 1000 + total_j;
        if (range_j > 0) shown_j = std::fmod(shown_j, range_j);
        next_s = t_s + counts_every_s;
      }
      mean.add(t_s, shown_j, seen_w);
      total_j += power_w * period_s;
    }
  }
};

TEST(EnergyMean, TheCounterTellsWhatPowerReadingsMiss) {
  EnergyMean mean;
  Meter meter;
  meter.run(mean, 0, 100, 600, 450);
  EXPECT_TRUE(mean.mean().from_energy);
  EXPECT_NEAR(mean.mean().watts, 600, 1e-6);
  EXPECT_NEAR(mean.mean().covered_s, 99.8, 0.3);
}

TEST(EnergyMean, SlowCountersDoNotBias) {
  for (const double every_s : {0.3, 1.0, 2.5}) {
    EnergyMean mean;
    Meter meter;
    meter.counts_every_s = every_s;
    meter.run(mean, 0, 50, 500, 500);
    EXPECT_NEAR(mean.mean().watts, 500, 1e-6) << every_s;
  }
}

TEST(EnergyMean, WrapsAreFollowedAndResetsLeftOut) {
  EnergyMean wraps(5000, 1000);
  Meter meter;
  meter.range_j = 5000;
  meter.run(wraps, 0, 100, 600, 600);
  EXPECT_NEAR(wraps.mean().watts, 600, 1e-6);
  EXPECT_EQ(wraps.wraps, 12U);
  EXPECT_EQ(wraps.resets, 0U);

  EnergyMean reset;
  Meter counts;
  counts.run(reset, 0, 50, 600, 600);
  counts.total_j = 0;
  counts.run(reset, 50, 100, 300, 300);
  EXPECT_EQ(reset.resets, 1U);
  EXPECT_NEAR(reset.mean().watts, 450, 3);
}

TEST(EnergyMean, WithoutACounterReadingsAreWeightedByTime) {
  EnergyMean mean;
  mean.add(0, kNaN, 100);
  mean.add(1, kNaN, 100);
  mean.add(1.1, kNaN, 700);
  mean.add(1.2, kNaN, 700);
  EXPECT_FALSE(mean.mean().from_energy);
  EXPECT_NEAR(mean.mean().watts, (100 + 40 + 70) / 1.2, 1e-9);
  mean.add(50, kNaN, 700);
  EXPECT_NEAR(mean.mean().covered_s, 1.2, 1e-9) << "a gap is no time at 700 W";
  EXPECT_TRUE(std::isnan(EnergyMean{}.mean().watts));
}

TEST(EnergyMean, ACounterThatStopsLeavesTheReadings) {
  EnergyMean mean;
  Meter meter;
  meter.run(mean, 0, 10, 600, 600);
  for (int i = 0; i < 1000; ++i) mean.add(10 + 0.1 * i, meter.shown_j, 300);
  EXPECT_FALSE(mean.mean().from_energy);
  EXPECT_NEAR(mean.mean().watts, (10 * 600 + 100 * 300) / 110.0, 2);
}

TEST(PowerRamp, ASlopeIsItsRate) {
  std::mt19937 random(1);
  for (int round = 0; round < 50; ++round) {
    const double rate = std::uniform_real_distribution<double>(10, 1e5)(random);
    PowerRamp ramp(0.1);
    for (int i = 0; i < 600; ++i) ramp.add(0.1 * i, 5e4 + rate * 0.1 * i);
    EXPECT_NEAR(ramp.p99_rate(), rate, ramp.rates.error());
    EXPECT_NEAR(ramp.steepest_up, rate, 1e-6 * rate);
    EXPECT_EQ(ramp.steepest_down, 0);
    EXPECT_NEAR(ramp.dynamic_range_w(), rate * 59.9, 1e-6 * rate * 60);
  }
}

TEST(PowerRamp, AStepIsTakenOverOneSecond) {
  PowerRamp ramp(0.1);
  for (int i = 0; i < 6000; ++i) ramp.add(0.1 * i, (i / 300) % 2 == 0 ? 1000 : 9000);
  EXPECT_NEAR(ramp.steepest_up, 8000, 1e-6);
  EXPECT_NEAR(ramp.steepest_down, -8000, 1e-6);
  EXPECT_NEAR(ramp.p99_rate(), 8000, ramp.rates.error());
}

TEST(PowerRamp, NothingIsTakenAcrossAGap) {
  PowerRamp ramp(0.1);
  for (int i = 0; i < 100; ++i) ramp.add(0.1 * i, 1000);
  for (int i = 200; i < 300; ++i) ramp.add(0.1 * i, 9000);
  ramp.add(30, kNaN);
  for (int i = 301; i < 400; ++i) ramp.add(0.1 * i, 500);
  EXPECT_EQ(ramp.steepest_up, 0);
  EXPECT_EQ(ramp.steepest_down, 0);
  EXPECT_EQ(ramp.dynamic_range_w(), 8500);
}

TEST(PowerRamp, SlowReadingsTakeRatesFromOneToTheNext) {
  PowerRamp ramp(10);
  for (int i = 0; i < 100; ++i) ramp.add(10.0 * i, i < 50 ? 0 : 1000);
  EXPECT_NEAR(ramp.steepest_up, 100, 1e-9);
}

}  // namespace
}  // namespace assay
