#include "burnin/conclude/stuck.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace assay {
namespace {

/// Whole degrees of a first-order response to power.
struct Gpu {
  explicit Gpu(unsigned seed) : random(seed) {}
  std::mt19937 random;
  double excess_k = 7;
  double step(double power_w, double dt_s) {
    excess_k += (0.1 * power_w - excess_k) * dt_s / 20;
    return std::round(30 + excess_k + std::normal_distribution<double>(0, 0.3)(random));
  }
};

double noisy(std::mt19937& random, double power_w) {
  return power_w * std::normal_distribution<double>(1, 0.02)(random);
}

TEST(StuckSensor, OneThatFollowsItsCauseIsNotStuck) {
  Gpu gpu(1);
  StuckSensor sensor;
  for (int i = 0; i < 36000; ++i) {
    const double power = noisy(gpu.random, (i / 3000) % 2 == 0 ? 70 : 700);
    sensor.add(0.1 * i, gpu.step(power, 0.1), power);
  }
  EXPECT_FALSE(sensor.stuck());
}

TEST(StuckSensor, SteadyUnderSteadyPowerIsNotStuck) {
  std::mt19937 random(2);
  StuckSensor sensor;
  for (int i = 0; i < 36000; ++i) sensor.add(0.1 * i, 65, noisy(random, 690));
  EXPECT_FALSE(sensor.stuck());
  EXPECT_NEAR(sensor.longest_same_s, 3600, 1);
}

TEST(StuckSensor, FastPulsesDoNotCountAsMovesOfTheCause) {
  StuckSensor sensor;
  for (int i = 0; i < 36000; ++i) sensor.add(0.1 * i, 55, (i / 5) % 2 == 0 ? 100 : 700);
  EXPECT_FALSE(sensor.stuck());
}

/// A step after hours at one temperature must first have its effect.
TEST(StuckSensor, LongRestBeforeAStepDoesNotCountAgainstIt) {
  Gpu gpu(3);
  StuckSensor sensor;
  for (int i = 0; i < 72000; ++i) {
    const double power = i < 70000 ? 70 : 700;
    const double temperature = i < 70000 ? 37 : gpu.step(power, 0.1);
    sensor.add(0.1 * i, temperature, power);
  }
  EXPECT_FALSE(sensor.stuck());
}

TEST(StuckSensor, OneThatStopsFollowingIsStuckFromThatTime) {
  for (unsigned seed = 0; seed < 20; ++seed) {
    Gpu gpu(seed);
    const double stops_s = std::uniform_real_distribution<double>(500, 1500)(gpu.random);
    StuckSensor sensor;
    double shown = 0;
    for (int i = 0; i < 36000; ++i) {
      const double power = noisy(gpu.random, (i / 3000) % 2 == 0 ? 70 : 700);
      const double now = gpu.step(power, 0.1);
      if (0.1 * i < stops_s) shown = now;
      sensor.add(0.1 * i, shown, power);
    }
    ASSERT_TRUE(sensor.stuck()) << seed;
    EXPECT_NEAR(sensor.stuck_since_s, stops_s, 60);
    EXPECT_NEAR(sensor.stuck_s, 3600 - sensor.stuck_since_s, 1);
  }
}

TEST(StuckSensor, MissingReadingsSayNothingAndALongGapStartsAnew) {
  StuckSensor sensor;
  const double nan = std::nan("");
  sensor.add(0, 50, 70);
  for (int i = 1; i < 100; ++i) sensor.add(i, nan, 70);
  EXPECT_EQ(sensor.longest_same_s, 0);
  sensor.add(100, 50, 700);
  for (int i = 101; i < 1000; ++i) sensor.add(i, 50, 700);
  EXPECT_FALSE(sensor.stuck()) << "power moved while nobody looked";
}

}  // namespace
}  // namespace assay
