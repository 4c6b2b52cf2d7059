#include "kernels/sampler.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace assay {
namespace {

/// Each call takes what `seconds_of` says of the time passed so far.
class ScriptedStopwatch final : public Stopwatch {
 public:
  explicit ScriptedStopwatch(std::function<double(double now)> seconds_of)
      : seconds_of_(std::move(seconds_of)) {}
  double time(std::size_t calls, const std::function<void()>&, const Cost&) override {
    ++windows;
    const double seconds = seconds_of_(now) * static_cast<double>(calls);
    now += seconds;
    return seconds;
  }
  double now = 0;
  int windows = 0;

 private:
  std::function<double(double)> seconds_of_;
};

const auto nothing = [] {};

TEST(Sampler, ShortCallsAreGatheredIntoWindows) {
  for (const double call : {1e-8, 1e-6, 3e-5, 9e-4}) {
    ScriptedStopwatch watch([&](double) { return call; });
    const Sampled sampled = take_samples(watch, {.seconds = 0.2}, {}, nothing);
    EXPECT_GE(static_cast<double>(sampled.calls) * call, 1e-3 * (1 - 1e-9)) << call;
    EXPECT_LE(static_cast<double>(sampled.calls) * call, 1e-2) << call;
    for (const double seconds : sampled.seconds) EXPECT_DOUBLE_EQ(seconds, call);
  }
}

TEST(Sampler, ALongCallIsAWindowOfItsOwn) {
  ScriptedStopwatch watch([](double) { return 0.5; });
  const Sampled sampled = take_samples(watch, {.seconds = 0.1, .min_samples = 3}, {}, nothing);
  EXPECT_EQ(sampled.calls, 1U);
  EXPECT_EQ(sampled.seconds.size(), 3U);
  EXPECT_LE(watch.windows, 6) << "a body that outlasts its time is not repeated for nothing";
}

TEST(Sampler, KeepsToItsTime) {
  ScriptedStopwatch watch([](double) { return 2e-3; });
  (void)take_samples(watch, {.seconds = 1}, {}, nothing);
  EXPECT_NEAR(watch.now, 1, 0.02);
}

TEST(Sampler, WarmUpIsNotSampled) {
  // Ten times slower in the first tenth of a second.
  ScriptedStopwatch watch([](double now) { return now < 0.1 ? 1e-2 : 1e-3; });
  const Sampled sampled = take_samples(watch, {.seconds = 1}, {}, nothing);
  EXPECT_FALSE(sampled.seconds.empty());
  EXPECT_TRUE(sampled.steady);
}

TEST(Sampler, WhatNeverSettlesIsMeasuredAndSaysSo) {
  ScriptedStopwatch watch([](double now) { return 1e-3 * std::exp(-8 * now) + 1e-4; });
  const Sampled sampled = take_samples(watch, {.seconds = 0.05}, {}, nothing);
  EXPECT_FALSE(sampled.steady);
  EXPECT_GE(sampled.seconds.size(), 3U);
}

TEST(Sampler, EndsWithATimerThatAnswersNan) {
  ScriptedStopwatch watch([](double) { return std::numeric_limits<double>::quiet_NaN(); });
  const Sampled sampled = take_samples(watch, {.seconds = 1}, {}, nothing);
  ASSERT_EQ(sampled.seconds.size(), 3U);
  EXPECT_FALSE(sampled.steady);
  EXPECT_TRUE(std::isnan(sampled.seconds.front()));
}

TEST(Sampler, EndsWithATimerThatStandsStill) {
  ScriptedStopwatch watch([](double) { return 0.0; });
  const Sampled sampled = take_samples(watch, {.seconds = 1, .max_samples = 50}, {}, nothing);
  EXPECT_LE(sampled.seconds.size(), 50U);
}

TEST(Sampler, RatesAreAmountsOverTimes) {
  Sampled sampled;
  sampled.seconds = {0.5, 2};
  EXPECT_EQ(rates(sampled, 8), (std::vector<double>{16, 4}));
}

TEST(SteadyRule, NeedsTwoWindowsThatAgree) {
  SteadyRule rule;
  for (const double seconds : {1.0, 1.0, 1.0, 1.01, 1.0}) {
    rule.add(seconds);
    EXPECT_FALSE(rule.steady());
  }
  rule.add(1.0);
  EXPECT_TRUE(rule.steady());
}

TEST(SteadyRule, OneOutlierDoesNotCount) {
  SteadyRule rule;
  for (const double seconds : {1.0, 7.0, 1.0, 1.0, 1.0, 5.0}) rule.add(seconds);
  EXPECT_TRUE(rule.steady());
}

TEST(SteadyRule, ADriftIsNotSteadyAndNanNeverIs) {
  SteadyRule drift;
  SteadyRule nan;
  for (int i = 0; i < 12; ++i) {
    drift.add(1 + 0.02 * i);
    nan.add(std::numeric_limits<double>::quiet_NaN());
  }
  EXPECT_FALSE(drift.steady());
  EXPECT_FALSE(nan.steady());
}

}  // namespace
}  // namespace assay
