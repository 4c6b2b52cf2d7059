#include "kernels/faults.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "core/error.hpp"

namespace assay {
namespace {

Script with(void (*change)(Script&)) {
  Script script;
  change(script);
  return script;
}

TEST(Faults, NoneChangeNothing) {
  Faults faults({});
  faults.begin_samples(1);
  EXPECT_EQ(faults.distorted(0.125, 3, {}), 0.125);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(faults.next_corruption(), Corruption::none);
  EXPECT_FALSE(faults.computes_time());
}

TEST(Faults, WrongEveryNthVerification) {
  Faults faults(with([](Script& s) { s.wrong_every = 3; }));
  for (int i = 1; i <= 12; ++i)
    EXPECT_EQ(faults.next_corruption(), i % 3 == 0 ? Corruption::flip_bit : Corruption::none) << i;
}

TEST(Faults, ComputedTimeIsTheSlowestOfWhatItCosts) {
  Faults faults(with([](Script& s) {
    s.bytes_per_second = 100;
    s.flops_per_second = 10;
    s.seconds_per_call = 0.5;
  }));
  EXPECT_TRUE(faults.computes_time());
  EXPECT_DOUBLE_EQ(faults.distorted(99, 1, {.bytes = 200, .flops = 5}), 2);
  EXPECT_DOUBLE_EQ(faults.distorted(99, 1, {.bytes = 10, .flops = 30}), 3);
  EXPECT_DOUBLE_EQ(faults.distorted(99, 4, {}), 2);
}

TEST(Faults, SlowIsAShareOfSpeed) {
  Faults faults(with([](Script& s) { s.slow = 0.25; }));
  EXPECT_DOUBLE_EQ(faults.distorted(1, 1, {}), 4);
}

TEST(Faults, DroopFallsToItsShareOverThePlannedTimeAndNoFurther) {
  Faults faults(with([](Script& s) { s.droop = 0.5; }));
  faults.begin_samples(10);
  EXPECT_DOUBLE_EQ(faults.distorted(1, 1, {}), 1);
  double last = 1;
  for (int i = 0; i < 30; ++i) {
    const double seconds = faults.distorted(1, 1, {});
    EXPECT_GE(seconds, last);
    EXPECT_LE(seconds, 2);
    last = seconds;
  }
  EXPECT_DOUBLE_EQ(last, 2);
  faults.begin_samples(10);
  EXPECT_DOUBLE_EQ(faults.distorted(1, 1, {}), 1) << "each series droops anew";
}

TEST(Faults, ASlowUnitHoldsUpArithmeticOnly) {
  Faults faults(with([](Script& s) {
    s.slow_unit = SlowUnit{1, 0.5};
    s.bytes_per_second = s.flops_per_second = 8;
  }));
  EXPECT_DOUBLE_EQ(faults.distorted(99, 1, {.bytes = 8, .flops = 8}), 2);
  EXPECT_DOUBLE_EQ(faults.distorted(99, 1, {.bytes = 8}), 1);
}

TEST(Faults, ASlowUnitOfARealDeviceIsSlowByItself) {
  Faults faults(with([](Script& s) { s.slow_unit = SlowUnit{1, 0.5}; }));
  EXPECT_DOUBLE_EQ(faults.distorted(1, 1, {.bytes = 8, .flops = 8}), 1);
}

TEST(Faults, ASlowLinkHoldsUpWhatCrossesItOnly) {
  Faults faults(with([](Script& s) { s.slow_link = 0.25; }));
  EXPECT_DOUBLE_EQ(faults.distorted(1, 1, {.link_bytes = 8}), 4);
  EXPECT_DOUBLE_EQ(faults.distorted(1, 1, {.bytes = 8}), 1);
}

TEST(Faults, ComputedTimeCountsLinks) {
  Faults faults(with([](Script& s) { s.link_bytes_per_second = 4; }));
  EXPECT_TRUE(faults.computes_time());
  EXPECT_DOUBLE_EQ(faults.distorted(99, 2, {.bytes = 100, .link_bytes = 8}), 4);
}

TEST(Faults, ADeviceLeavesTheBusInACallAndDoesNotOpenAgain) {
  Faults leaving(with([](Script& s) { s.off_bus = true; }));
  EXPECT_NO_THROW(leaving.strike()) << "it opens";
  EXPECT_THROW((void)leaving.distorted(1, 1, {}), Error);
  EXPECT_THROW(Faults(with([](Script& s) { s.gone = true; })).strike(), Error);
}

TEST(Faults, AFaultInAUnitThatIsNotThereIsRefused) {
  const Faults wrong(with([](Script& s) { s.wrong_unit = 4; }));
  EXPECT_NO_THROW(wrong.demand_units(5));
  EXPECT_THROW(wrong.demand_units(4), Error);
  const Faults slow(with([](Script& s) { s.slow_unit = SlowUnit{4, 0.5}; }));
  EXPECT_NO_THROW(slow.demand_units(5));
  EXPECT_THROW(slow.demand_units(4), Error);
}

TEST(Faults, NanTime) {
  Faults faults(with([](Script& s) { s.nan_time = true; }));
  EXPECT_TRUE(std::isnan(faults.distorted(1, 1, {})));
}

class CountingStopwatch final : public Stopwatch {
 public:
  double time(std::size_t calls, const std::function<void()>& body, const Cost&) override {
    for (std::size_t call = 0; call < calls; ++call) body();
    return 0;
  }
};

TEST(FaultyStopwatch, ComputedTimeRunsTheBodyOnceAndPassesOnTheClock) {
  Faults faults(with([](Script& s) { s.seconds_per_call = 2; }));
  CountingStopwatch real;
  SimulatedClock clock;
  FaultyStopwatch stopwatch(real, faults, clock);
  int runs = 0;
  EXPECT_DOUBLE_EQ(stopwatch.time(5, [&] { ++runs; }, {}), 10);
  EXPECT_EQ(runs, 1);
  EXPECT_DOUBLE_EQ(clock.now_s(), 10);
}

TEST(FaultyStopwatch, RealTimeRunsTheBodyAsOftenAsAsked) {
  Faults faults({});
  CountingStopwatch real;
  SimulatedClock clock;
  FaultyStopwatch stopwatch(real, faults, clock);
  int runs = 0;
  (void)stopwatch.time(5, [&] { ++runs; }, {});
  EXPECT_EQ(runs, 5);
  EXPECT_EQ(clock.now_s(), 0);
}

using FaultsDeathTest = testing::Test;

TEST(FaultsDeathTest, StrikesAsTheScriptSays) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(Faults(with([](Script& s) { s.crash = true; })).strike(),
              testing::KilledBySignal(SIGSEGV), "");
  EXPECT_EXIT(Faults(with([](Script& s) { s.abort = true; })).strike(),
              testing::KilledBySignal(SIGABRT), "");
  EXPECT_EXIT(Faults(with([](Script& s) { s.silent = true; })).strike(), testing::ExitedWithCode(0),
              "");
  Faults({}).strike();  // returns
}

}  // namespace
}  // namespace assay
