#include "burnin/conclude/step_capture.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <random>

#include "responses.hpp"

namespace assay {
namespace {

/// Feeds a made response as ticks; the commanded level is known to the tick.
std::unique_ptr<StepCapture> captured(const MadeResponse& made, std::mt19937& random) {
  auto capture = std::make_unique<StepCapture>();
  capture->quiet_since_s = -600;
  for (const ThermalSample& sample : made.samples(random))
    capture->add(sample, made.level(sample.t_s, made.before_s), false);
  return capture;
}

TEST(StepCapture, FitsWhatItCaptured) {
  std::mt19937 random(1);
  for (int round = 0; round < 10; ++round) {
    MadeResponse made = random_response(random, 5);
    made.steps = 2;
    const ThermalFit fit = captured(made, random)->fit();
    EXPECT_TRUE(fit.trustworthy()) << reason(fit.doubt);
    EXPECT_NEAR(fit.resistance, made.resistance, 0.03 * made.resistance);
    EXPECT_NEAR(fit.time_constant_s, made.time_constant_s, 0.05 * made.time_constant_s);
  }
}

TEST(StepCapture, KnowsItsEdgesAndDwells) {
  std::mt19937 random(2);
  MadeResponse made;
  made.steps = 3;
  made.dwell_s = 50;
  const auto capture = captured(made, random);
  EXPECT_NEAR(capture->first_edge_s, 10, 0.11);
  EXPECT_NEAR(capture->last_edge_s, 110, 0.11);
  EXPECT_NEAR(capture->conditions().dwell_s, 50, 0.2);
  EXPECT_NEAR(capture->conditions().quiet_before_s, 600, 0.2);
}

TEST(StepCapture, ALongRestBeforeIsNotKeptButKnown) {
  std::mt19937 random(3);
  MadeResponse made;
  made.before_s = 1000;
  const auto capture = captured(made, random);
  EXPECT_EQ(capture->stride, 1U);
  EXPECT_LE(capture->size, StepCapture::kMost);
  EXPECT_GT(capture->conditions().quiet_before_s, 600 + 800);
  EXPECT_GE(capture->first_edge_s - capture->samples[0].t_s, 50);
  EXPECT_TRUE(capture->fit().trustworthy()) << reason(capture->fit().doubt);
}

TEST(StepCapture, WhenFullItAveragesAndStillFits) {
  std::mt19937 random(4);
  MadeResponse made;
  made.time_constant_s = 20;
  made.dwell_s = 100;
  made.steps = 6;
  const auto capture = captured(made, random);
  EXPECT_EQ(capture->stride, 4U);
  EXPECT_LE(capture->size, StepCapture::kMost);
  const ThermalFit fit = capture->fit();
  EXPECT_TRUE(fit.trustworthy()) << reason(fit.doubt);
  EXPECT_NEAR(fit.resistance, made.resistance, 0.03 * made.resistance);
  EXPECT_NEAR(fit.time_constant_s, made.time_constant_s, 0.05 * made.time_constant_s);
}

TEST(StepCapture, IsCompleteAfterAWhileAndTakesNoMore) {
  StepCapture capture;
  for (int i = 0; i < 200000; ++i)
    capture.add({.t_s = 0.1 * i, .power_w = 500, .temperature_c = 60}, i < 100 ? 0 : 1, false);
  EXPECT_TRUE(capture.complete(20000));
  EXPECT_LE(capture.last_s, 10 + StepCapture::kAfter_s + 0.2);
}

TEST(StepCapture, RefusesTimeThatWentBackThrottlingAndNoStepAtAll) {
  std::mt19937 random(5);
  const MadeResponse made;
  auto back = captured(made, random);
  back->add({.t_s = 20, .power_w = 700, .temperature_c = 60}, 1, false);
  EXPECT_EQ(back->fit().doubt, FitDoubt::clock_not_monotonic);
  auto throttled = captured(made, random);
  throttled->add({.t_s = 100, .power_w = 700, .temperature_c = 70}, 1, true);
  EXPECT_EQ(throttled->fit().doubt, FitDoubt::throttled);
  StepCapture still;
  for (int i = 0; i < 1000; ++i)
    still.add({.t_s = 0.1 * i, .power_w = 70, .temperature_c = 35}, 0, false);
  EXPECT_EQ(still.fit().doubt, FitDoubt::power_did_not_step);
  EXPECT_EQ(StepCapture{}.fit().doubt, FitDoubt::power_did_not_step);
}

TEST(StepCapture, ThrottlingBeforeTheStepDoesNotCount) {
  StepCapture capture;
  capture.add({.t_s = 0, .power_w = 70, .temperature_c = 35}, 0, true);
  capture.add({.t_s = 1, .power_w = 700, .temperature_c = 35}, 1, false);
  EXPECT_FALSE(capture.throttled);
}

TEST(StepCapture, AveragesOnlyWhatWasRead) {
  StepCapture capture;
  const double nan = std::nan("");
  const auto ticks = 2 * StepCapture::kMost;
  for (std::size_t i = 0; i < ticks; ++i)
    capture.add({.t_s = 0.1 * static_cast<double>(i),
                 .power_w = i % 2 == 0 ? 600 : nan,
                 .temperature_c = i % 4 == 1 ? 50 : nan},
                i < 10 ? 0 : 1, false);
  for (const ThermalSample& sample : capture.kept()) {
    EXPECT_EQ(sample.power_w, 600);
    EXPECT_TRUE(std::isnan(sample.temperature_c) || sample.temperature_c == 50);
    EXPECT_TRUE(std::isnan(sample.inlet_c));
  }
}

}  // namespace
}  // namespace assay
