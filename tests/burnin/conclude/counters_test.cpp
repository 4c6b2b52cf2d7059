#include "burnin/conclude/counters.hpp"

#include <gtest/gtest.h>

#include <random>

namespace assay {
namespace {

TEST(CounterDelta, GrowthIsLastMinusFirst) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 200; ++round) {
    const auto first = static_cast<std::int64_t>(random() >> 3U);
    std::int64_t value = first;
    CounterDelta counter;
    for (int i = 0; i < 100; ++i) {
      counter.add(value);
      if (i < 99) value += static_cast<std::int64_t>(random() % 1000);
    }
    EXPECT_EQ(counter.result().value, value - first);
    EXPECT_FALSE(counter.result().at_least);
    EXPECT_EQ(counter.result().reason, "");
  }
}

TEST(CounterDelta, WithoutTwoReadingsNothingIsKnown) {
  CounterDelta counter;
  EXPECT_FALSE(counter.result().value);
  EXPECT_EQ(counter.result().reason, "never read");
  counter.add({});
  counter.add(-1);
  EXPECT_EQ(counter.result().reason, "never read");
  counter.add(7);
  EXPECT_FALSE(counter.result().value);
  EXPECT_EQ(counter.result().reason, "read only once");
}

TEST(CounterDelta, AResetLeavesALowerBound) {
  std::mt19937_64 random(2);
  for (int round = 0; round < 200; ++round) {
    CounterDelta counter;
    std::int64_t shown = 1000000;
    std::int64_t truth = 0;
    for (int i = 0; i < 50; ++i) {
      counter.add(shown);
      const auto by = static_cast<std::int64_t>(random() % 100);
      truth += by;
      shown += by;
      if (i == 25) shown = static_cast<std::int64_t>(random() % 10);
    }
    counter.add(shown);
    EXPECT_EQ(counter.resets, 1U);
    EXPECT_TRUE(counter.result().at_least);
    EXPECT_EQ(counter.result().reason, "reset in between");
    EXPECT_LE(*counter.result().value, truth + 10);
    EXPECT_GE(*counter.result().value, truth - 100);
  }
}

TEST(CounterDelta, AWrapIsExactWhereTheRangeIsKnown) {
  const std::int64_t range = std::int64_t{1} << 32U;
  CounterDelta counter(range);
  std::int64_t truth = 0;
  for (std::int64_t value = range - 50; value < range + 50; value += 7) {
    counter.add(value % range);
    truth = value - (range - 50);
  }
  EXPECT_EQ(counter.result().value, truth);
  EXPECT_EQ(counter.wraps, 1U);
  EXPECT_FALSE(counter.result().at_least);
  CounterDelta reset(range);
  reset.add(5000);
  reset.add(3);
  EXPECT_EQ(reset.resets, 1U) << "far from its end a counter does not wrap";
  EXPECT_EQ(reset.result().value, 3);
}

TEST(CounterDelta, MissingReadingsLoseNothingUnlessAtTheEnd) {
  CounterDelta counter;
  counter.add(10);
  counter.add({});
  counter.add(30);
  EXPECT_EQ(counter.result().value, 20);
  EXPECT_FALSE(counter.result().at_least);
  counter.add({});
  EXPECT_TRUE(counter.result().at_least);
  EXPECT_EQ(counter.result().reason, "not read at the end");
  EXPECT_EQ(counter.missing, 2U);
}

/// Loaded and idle in turn, ten readings each; errors come at these rates per reading.
LoadSplit split(std::mt19937& random, double loaded_rate, double idle_rate, int rounds = 10) {
  LoadSplit counter;
  std::int64_t value = 100;
  for (int i = 0; i < 20 * rounds; ++i) {
    const bool loaded = (i / 10) % 2 == 0;
    counter.load(loaded);
    value += std::poisson_distribution<int>(loaded ? loaded_rate : idle_rate)(random);
    counter.add(i, value);
  }
  return counter;
}

TEST(LoadSplit, ErrorsUnderLoadOnlyAreToldFromErrorsAlways) {
  std::mt19937 random(4);
  for (int round = 0; round < 200; ++round) {
    EXPECT_EQ(split(random, 2, 0).only_under_load(), true);
    EXPECT_EQ(split(random, 2, 2).only_under_load(), false);
    EXPECT_EQ(split(random, 0, 0).only_under_load(), std::nullopt);
  }
}

TEST(LoadSplit, AFewErrorsProveNothing) {
  LoadSplit counter;
  std::int64_t value = 0;
  for (int i = 0; i < 40; ++i) {
    counter.load(i < 36);
    if (i == 5 || i == 9) ++value;
    counter.add(i, value);
  }
  EXPECT_EQ(counter.loaded, 2);
  EXPECT_EQ(counter.only_under_load(), std::nullopt);
}

TEST(LoadSplit, PartsAddUpToTheWhole) {
  std::mt19937 random(5);
  for (int round = 0; round < 100; ++round) {
    const LoadSplit counter = split(random, 3, 1);
    EXPECT_EQ(counter.loaded + counter.idle + counter.mixed, counter.counter.result().value);
  }
}

/// A load that pulses between two readings leaves no clean interval.
TEST(LoadSplit, GrowthWhileTheLoadChangesIsNeither) {
  LoadSplit counter;
  std::int64_t value = 0;
  for (int i = 0; i < 100; ++i) {
    counter.load(true);
    counter.load(false);
    counter.add(i, value += 5);
  }
  EXPECT_EQ(counter.loaded, 0);
  EXPECT_EQ(counter.idle, 0);
  EXPECT_EQ(counter.mixed, 99 * 5);
  EXPECT_EQ(counter.only_under_load(), std::nullopt);
}

}  // namespace
}  // namespace assay
