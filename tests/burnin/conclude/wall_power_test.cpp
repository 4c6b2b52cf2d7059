#include "burnin/conclude/wall_power.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "core/error.hpp"

namespace assay {
namespace {

using Keep = WallPower::Keep;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kEpoch_s = 1.7e9;

/// Ten readings a second, each that of its second: 100 W in the first, 101 W in the second, ...
void add_seconds(WallPower& power, double from_s, int seconds) {
  for (int second = 0; second < seconds; ++second)
    for (int tenth = 0; tenth < 10; ++tenth)
      power.add(from_s + second + 0.1 * tenth + 0.05, 100.0 + second);
}

TEST(WallPower, MeansAreThoseOfTheReadingsInTheSlot) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> at(0, 50);
  WallPower power(Keep::all, 0.25);
  std::vector<double> sums(200, 0);
  std::vector<double> counts(200, 0);
  power.add(kEpoch_s, 300);
  sums[0] = 300;
  counts[0] = 1;
  for (int i = 0; i < 1000; ++i) {
    const double t_s = at(random);
    const double watts = 100 * at(random);
    power.add(kEpoch_s + t_s, watts);
    sums[static_cast<std::size_t>(t_s * 4)] += watts;
    counts[static_cast<std::size_t>(t_s * 4)] += 1;
  }
  const auto means = power.means(static_cast<std::int64_t>(kEpoch_s * 4), 200, 0.25);
  for (std::size_t i = 0; i < means.size(); ++i) {
    if (counts[i] > 0)
      EXPECT_NEAR(means[i], sums[i] / counts[i], 1e-6) << i;
    else
      EXPECT_TRUE(std::isnan(means[i])) << i;
  }
}

TEST(WallPower, AllOfALongLoadIsKeptInWiderSlots) {
  WallPower power(Keep::all, 0.1);
  constexpr int kSeconds = 3000;
  add_seconds(power, kEpoch_s, kSeconds);
  EXPECT_LE(power.size, WallPower::kMost);
  EXPECT_GE(power.size, WallPower::kMost / 2 - 1) << "no coarser than it must be";
  const auto ratio = static_cast<std::int64_t>(std::llround(power.width_s / 0.1));
  EXPECT_EQ(ratio & (ratio - 1), 0) << power.width_s;
  const auto means = power.means(power.first, power.size, power.width_s);
  for (std::size_t i = 1; i + 1 < means.size(); ++i) {
    const double middle_s =
        (static_cast<double>(power.first) + static_cast<double>(i) + 0.5) * power.width_s;
    EXPECT_NEAR(means[i], 99.5 + middle_s - kEpoch_s, 0.6) << i;
  }
}

TEST(WallPower, WiderSlotsHoldTheMeanOfNarrowOnes) {
  WallPower power(Keep::all, 0.1);
  add_seconds(power, kEpoch_s, 60);
  const auto narrow = power.means(power.first / 4 * 4, 400, 0.1);
  const auto wide = power.means(power.first / 4, 100, 0.4);
  for (std::size_t i = 1; i < wide.size(); ++i) {
    const double mean =
        (narrow[4 * i] + narrow[4 * i + 1] + narrow[4 * i + 2] + narrow[4 * i + 3]) / 4;
    EXPECT_NEAR(wide[i], mean, 1e-9) << i;
  }
  for (const double width_s : {0.05, 0.3, 0.15}) {
    EXPECT_THROW((void)power.means(0, 1, width_s), Error) << width_s;
  }
}

TEST(WallPower, TheLatestSlotsAreKeptAsTheyWere) {
  WallPower latest(Keep::latest, 0.1);
  add_seconds(latest, kEpoch_s, 1000);
  EXPECT_DOUBLE_EQ(latest.width_s, 0.1);
  EXPECT_GE(latest.size, WallPower::kMost / 2);
  const auto end = static_cast<double>(latest.first) + static_cast<double>(latest.size);
  EXPECT_NEAR(end * 0.1, kEpoch_s + 1000, 0.11);
  EXPECT_DOUBLE_EQ(latest.means(latest.first, latest.size, 0.1).back(), 1099);
}

TEST(WallPower, AClockThatIsSetCostsWhatLiesBetween) {
  for (const Keep keep : {Keep::latest, Keep::all}) {
    WallPower power(keep, 0.1);
    add_seconds(power, kEpoch_s, 10);
    add_seconds(power, kEpoch_s - 3600, 10);  // set back: left out
    EXPECT_EQ(power.size, 100U);
    add_seconds(power, kEpoch_s + 86400, 10);  // set forward
    EXPECT_LE(power.size, WallPower::kMost);
    EXPECT_DOUBLE_EQ(power.means(power.first, power.size, power.width_s).back(),
                     keep == Keep::latest ? 109 : 104.5);
    power.add(kNan, 1);
    power.add(kEpoch_s + 86411, kNan);
  }
}

TEST(BridgeGaps, ShortOnesBetweenMeansAlone) {
  std::vector<double> means{kNan, 10, kNan, kNan, 40, kNan, kNan, kNan, 0, kNan};
  bridge_gaps(means, 2);
  EXPECT_TRUE(std::isnan(means[0]));
  EXPECT_DOUBLE_EQ(means[2], 20);
  EXPECT_DOUBLE_EQ(means[3], 30);
  for (const std::size_t i : {5U, 6U, 7U, 9U}) EXPECT_TRUE(std::isnan(means[i])) << i;
}

TEST(CommonSlots, LieWithinBothWhicheverComesFirst) {
  std::mt19937 random(11);
  for (int round = 0; round < 2000; ++round) {
    const auto any = [&] {
      return CommonSlots{0.1 * static_cast<double>(1 << random() % 4),
                         static_cast<std::int64_t>(random() % 200) - 100, random() % 100};
    };
    const CommonSlots a = any();
    const CommonSlots b = any();
    const CommonSlots both = common_slots(a, b);
    const CommonSlots other = common_slots(b, a);
    EXPECT_EQ(both.first, other.first);
    EXPECT_EQ(both.size, other.size);
    if (both.size == 0) continue;
    EXPECT_DOUBLE_EQ(both.width_s, std::max(a.width_s, b.width_s));
    for (const CommonSlots& one : {a, b}) {
      const double slack_s = 1e-9;
      const auto begin = static_cast<double>(one.first) * one.width_s;
      EXPECT_GE(static_cast<double>(both.first) * both.width_s, begin - slack_s);
      EXPECT_LE((static_cast<double>(both.first) + static_cast<double>(both.size)) * both.width_s,
                begin + static_cast<double>(one.size) * one.width_s + slack_s);
    }
  }
}

TEST(CommonSlots, WithANodeThatHasNoneAreNone) {
  EXPECT_EQ(common_slots({0.1, 5, 10}, {}).size, 0U);
  EXPECT_EQ(common_slots({0.1, 5, 10}, {0.1, 15, 10}).size, 0U);
}

}  // namespace
}  // namespace assay
