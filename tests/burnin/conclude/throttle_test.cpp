#include "burnin/conclude/throttle.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <set>
#include <vector>

namespace assay {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr PowerCapContext kAsMeant{
    .enforced_w = 700, .default_w = 700, .profile_w = kNaN, .clock_ratio = 1};

ThrottleCause cause_of(std::size_t i) { return static_cast<ThrottleCause>(i); }

TEST(Throttle, NamesAreUniqueAndReadBack) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < kThrottleCauses; ++i) {
    names.insert(name(cause_of(i)));
    EXPECT_EQ(throttle_cause(name(cause_of(i))), cause_of(i));
    EXPECT_TRUE(name(cause_of(i)).starts_with("throttle_"));
  }
  EXPECT_EQ(names.size(), kThrottleCauses);
  EXPECT_EQ(throttle_cause("throttle_boredom"), std::nullopt);
}

/// NVML API reference, "Clocks Event Reasons".
TEST(Throttle, BitsAreThoseOfNvml) {
  EXPECT_EQ(throttle_bit(ThrottleCause::idle), 0x1U);
  EXPECT_EQ(throttle_bit(ThrottleCause::clock_setting), 0x2U);
  EXPECT_EQ(throttle_bit(ThrottleCause::power_cap), 0x4U);
  EXPECT_EQ(throttle_bit(ThrottleCause::hardware), 0x8U);
  EXPECT_EQ(throttle_bit(ThrottleCause::sync_boost), 0x10U);
  EXPECT_EQ(throttle_bit(ThrottleCause::thermal), 0x20U);
  EXPECT_EQ(throttle_bit(ThrottleCause::hardware_thermal), 0x40U);
  EXPECT_EQ(throttle_bit(ThrottleCause::power_brake), 0x80U);
  EXPECT_EQ(throttle_bit(ThrottleCause::display), 0x100U);
}

TEST(Throttle, EveryCombinationOfBitsIsReadBitByBit) {
  for (std::uint32_t bits = 0; bits < (1U << kThrottleBits); ++bits) {
    ThrottleWatch watch;
    watch.add(0, 0);
    watch.add(1, bits);
    watch.add(1.5, 0);
    watch.add(2, 0);
    for (std::size_t i = 0; i < kThrottleBits; ++i) {
      const ThrottleTime time = watch.time(cause_of(i));
      EXPECT_EQ(time.seconds, ((bits >> i) & 1U) != 0 ? 0.5 : 0.0) << bits << " " << i;
      EXPECT_EQ(time.share, *time.seconds / 2);
      EXPECT_EQ(time.source, ThrottleTime::Source::sampled);
    }
    EXPECT_EQ(watch.watched_s, 2);
  }
}

TEST(Throttle, BitsOfNoCauseAreLeftOut) {
  ThrottleWatch watch;
  watch.add(0, ~std::uint32_t{0} << kThrottleBits);
  watch.add(1, 0);
  for (std::size_t i = 0; i < kThrottleBits; ++i) EXPECT_EQ(watch.time(cause_of(i)).seconds, 0.0);
}

TEST(Throttle, SampledTimeIsTheTimeInRandomHistories) {
  std::mt19937 random(1);
  for (int round = 0; round < 100; ++round) {
    ThrottleWatch watch(1);
    std::vector<double> truth(kThrottleBits, 0);
    double watched = 0;
    double unread = 0;
    double t_s = 5;
    for (int i = 0; i < 500; ++i) {
      const auto bits = static_cast<std::uint32_t>(random() % (1U << kThrottleBits));
      const bool read = std::bernoulli_distribution(0.95)(random);
      const double step_s = std::uniform_real_distribution<double>(0.05, 1.05)(random);
      if (read)
        watch.add(t_s, bits);
      else
        watch.add_unread(t_s);
      if (i == 499) break;
      const bool known = read && step_s <= 1;
      (known ? watched : unread) += step_s;
      for (std::size_t k = 0; k < kThrottleBits; ++k)
        if (known && ((bits >> k) & 1U) != 0) truth[k] += step_s;
      t_s += step_s;
    }
    EXPECT_NEAR(watch.watched_s, watched, 1.1);
    EXPECT_NEAR(watch.watched_s + watch.unread_s, watched + unread, 1e-9);
    for (std::size_t k = 0; k < kThrottleBits; ++k)
      EXPECT_NEAR(*watch.time(cause_of(k)).seconds, truth[k], 1.1);
    EXPECT_TRUE(watch.time(ThrottleCause::thermal).at_least);
  }
}

TEST(Throttle, CountersGoBeforeSamples) {
  ThrottleWatch watch;
  watch.add_counter(ThrottleCause::thermal, 1'000'000'000);
  for (int i = 0; i <= 100; ++i) watch.add(0.1 * i, throttle_bit(ThrottleCause::thermal));
  watch.add_counter(ThrottleCause::thermal, 4'500'000'000);
  const ThrottleTime time = watch.time(ThrottleCause::thermal);
  EXPECT_EQ(time.source, ThrottleTime::Source::counter);
  EXPECT_DOUBLE_EQ(*time.seconds, 3.5);
  EXPECT_NEAR(time.share, 0.35, 1e-9);
}

TEST(Throttle, ACounterThatStandsStillWhileBitsAreSetIsNotBelieved) {
  ThrottleWatch watch;
  watch.add_counter(ThrottleCause::power_brake, 5);
  for (int i = 0; i <= 100; ++i) watch.add(0.1 * i, throttle_bit(ThrottleCause::power_brake));
  watch.add_counter(ThrottleCause::power_brake, 5);
  EXPECT_EQ(watch.time(ThrottleCause::power_brake).source, ThrottleTime::Source::sampled);
  EXPECT_NEAR(*watch.time(ThrottleCause::power_brake).seconds, 10, 1e-9);
  watch.add_counter(ThrottleCause::thermal, 5);
  watch.add_counter(ThrottleCause::thermal, 5);
  EXPECT_EQ(watch.time(ThrottleCause::thermal).source, ThrottleTime::Source::counter);
  EXPECT_EQ(watch.time(ThrottleCause::thermal).seconds, 0.0);
}

TEST(Throttle, WhatNobodyReadIsUnknownAndAResetIsALowerBound) {
  ThrottleWatch watch;
  watch.add_unread(0);
  watch.add_unread(1);
  EXPECT_EQ(watch.time(ThrottleCause::thermal).seconds, std::nullopt);
  EXPECT_EQ(watch.time(ThrottleCause::thermal_policy).source, ThrottleTime::Source::none);
  watch.add_counter(ThrottleCause::thermal_policy, 9'000'000'000);
  watch.add_counter(ThrottleCause::thermal_policy, 2'000'000'000);
  EXPECT_EQ(watch.time(ThrottleCause::thermal_policy).seconds, 2.0);
  EXPECT_TRUE(watch.time(ThrottleCause::thermal_policy).at_least);
}

TEST(ThrottleMeaning, EveryCause) {
  using enum ThrottleCause;
  for (const ThrottleCause cause : {idle, sync_boost})
    EXPECT_EQ(meaning(cause, {}), ThrottleMeaning::nothing);
  for (const ThrottleCause cause : {clock_setting, display})
    EXPECT_EQ(meaning(cause, {}), ThrottleMeaning::configuration);
  for (const ThrottleCause cause :
       {hardware, thermal, hardware_thermal, power_brake, thermal_policy}) {
    EXPECT_EQ(meaning(cause, {}), ThrottleMeaning::fault);
    EXPECT_EQ(meaning(cause, kAsMeant), ThrottleMeaning::fault);
  }
}

TEST(ThrottleMeaning, APowerCapIsBenignOnlyAtTheLimitThatIsMeantAndBesideItsPeers) {
  std::mt19937 random(2);
  for (int round = 0; round < 5000; ++round) {
    PowerCapContext context;
    const auto pick = [&](std::initializer_list<double> values) {
      return *(values.begin() + static_cast<std::ptrdiff_t>(random() % values.size()));
    };
    context.enforced_w = pick({700, 650, 300, kNaN});
    context.default_w = pick({700, 650, kNaN});
    context.profile_w = pick({700, 650, kNaN});
    context.clock_ratio = pick({0.9, 0.969, 0.971, 1, 1.05, kNaN});
    const bool meant =
        context.enforced_w == context.default_w || context.enforced_w == context.profile_w;
    const ThrottleMeaning told = meaning(ThrottleCause::power_cap, context);
    EXPECT_EQ(told == ThrottleMeaning::benign, meant && context.clock_ratio >= 0.97);
    EXPECT_EQ(told == ThrottleMeaning::fault, meant && context.clock_ratio < 0.97);
    const bool limits_known = !std::isnan(context.enforced_w) &&
                              !(std::isnan(context.default_w) && std::isnan(context.profile_w));
    EXPECT_EQ(told == ThrottleMeaning::configuration, limits_known && !meant);
  }
}

TEST(PeerClocks, RatioIsToTheMeanOfTheOthersAtTheSameTime) {
  std::mt19937 random(3);
  PeerClocks clocks;
  std::vector<double> now(8);
  for (int tick = 0; tick < 10000; ++tick) {
    const double common = std::uniform_real_distribution<double>(1.2e9, 1.9e9)(random);
    for (double& clock : now) clock = common;
    now[3] = 0.95 * common;
    clocks.add(now, 0xFF);
  }
  EXPECT_NEAR(clocks.ratio(3), 0.95, 1e-9);
  EXPECT_NEAR(clocks.ratio(0), 7 / (6 + 0.95), 1e-9);
  EXPECT_TRUE(std::isnan(clocks.ratio(8)));
  EXPECT_TRUE(std::isnan(clocks.ratio(99)));
}

TEST(PeerClocks, OnlyCountedTicksAndReadClocksCount) {
  PeerClocks clocks;
  clocks.add(std::vector<double>{1e9, 2e9, 2e9}, 0b010);
  clocks.add(std::vector<double>{1e9, kNaN, 2e9}, 0b010);
  clocks.add(std::vector<double>{kNaN, 2e9, kNaN}, 0b010);
  clocks.add(std::vector<double>{kNaN, 1e9, 1e9}, 0b010);
  EXPECT_EQ(clocks.ticks[1], 2U);
  EXPECT_TRUE(std::isnan(clocks.ratio(0)));
  EXPECT_DOUBLE_EQ(clocks.ratio(1), 3e9 / 2.5e9);
}

}  // namespace
}  // namespace assay
