#include "burnin/load/clock_offset.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/error.hpp"

namespace assay {
namespace {

/// Trips to a clock that is `offset` ahead, whose two ways take what they like.
std::vector<RoundTrip> trips_to(std::mt19937& random, double offset, int count) {
  std::exponential_distribution<> way(1 / 50e-6);
  std::vector<RoundTrip> trips;
  double now = 1.8e9;
  for (int i = 0; i < count; ++i) {
    const double there = 5e-6 + way(random);
    const double back = 5e-6 + way(random);
    trips.push_back({now, now + there + offset, now + there + back});
    now += 0.01;
  }
  return trips;
}

TEST(ClockOffset, IsWithinItsUncertainty) {
  std::mt19937 random(1);
  std::uniform_real_distribution<> offsets(-100, 100);
  for (int round = 0; round < 1000; ++round) {
    const double offset = offsets(random);
    const ClockOffset found = clock_offset(trips_to(random, offset, 1 + round % 20));
    EXPECT_LE(std::abs(found.seconds - offset), found.uncertainty_s + 1e-6);
  }
}

TEST(ClockOffset, GetsSurerWithMoreTrips) {
  std::mt19937 random(2);
  const auto trips = trips_to(random, 3, 200);
  double last = INFINITY;
  for (std::size_t n = 1; n <= trips.size(); n *= 2) {
    const double now =
        clock_offset({trips.begin(), trips.begin() + static_cast<long>(n)}).uncertainty_s;
    EXPECT_LE(now, last);
    last = now;
  }
  EXPECT_LT(last, 50e-6);
}

TEST(ClockOffset, TakesNoTripThatEndedBeforeItBegan) {
  EXPECT_THROW((void)clock_offset({}), Error);
  EXPECT_THROW((void)clock_offset({{5, 7, 4}}), Error);
  EXPECT_THROW((void)clock_offset({{5, std::nan(""), 6}}), Error);
  const ClockOffset found = clock_offset({{5, 70, 4}, {10, 13, 12}});
  EXPECT_EQ(found.seconds, 2);
  EXPECT_EQ(found.uncertainty_s, 1);
}

/// All nodes' epochs are one moment, as near as their clocks are known.
TEST(Epoch, IsTheSameMomentOnEveryClock) {
  const double epoch = common_epoch(1000.25, 2);
  EXPECT_EQ(epoch, 1003);
  for (const double offset : {-7.5, 0.0, 0.001, 3600.0}) {
    const double on_its_clock = local_epoch(epoch, {offset, 1e-5});
    EXPECT_DOUBLE_EQ(on_its_clock - offset, epoch);
    EXPECT_DOUBLE_EQ(local_epoch(epoch, {offset, 0}, 4) - on_its_clock, 4);
  }
}

}  // namespace
}  // namespace assay
