#include "cli/fabric/clock.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include <mutex>
#include <random>
#include <thread>
#include <vector>

#include "collectives/local/local.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"

namespace assay {
namespace {

TEST(FabricNumbers, ArriveAsTheyWereSent) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 500; ++round) {
    std::vector<double> numbers(random() % 6);
    for (double& number : numbers)
      number = std::ldexp(static_cast<double>(random()) - 0x1p63, static_cast<int>(random() % 40));
    EXPECT_EQ(numbers_from(numbers_text(numbers), numbers.size()), numbers);
  }
}

TEST(FabricNumbers, AnythingElseIsRefused) {
  for (const char* text : {"", "1", "1 2 3", "1 x", "1 nan", "1 inf", "1 2 x"})
    EXPECT_THROW((void)numbers_from(text, 2), Error) << text;
}

/// Ranks of one process have one clock: what they hear is within what they can know.
TEST(FabricClock, EveryRankHearsRankZeroAsOftenAsItAsks) {
  constexpr int kRanks = 5;
  constexpr int kTrips = 7;
  auto world = local_communicators(kRanks);
  const SystemClock clock;
  std::mutex mutex;
  std::vector<std::vector<RoundTrip>> heard(kRanks);
  std::vector<std::thread> threads;
  threads.reserve(kRanks);
  for (auto& rank : world)
    threads.emplace_back([&] {
      auto trips = ask_for_the_time(
          *rank, kTrips, [&] { return clock.wall_s(); }, 20);
      const std::scoped_lock lock(mutex);
      heard[static_cast<std::size_t>(rank->rank())] = std::move(trips);
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_TRUE(heard[0].empty());
  for (std::size_t rank = 1; rank < kRanks; ++rank) {
    ASSERT_EQ(heard[rank].size(), kTrips);
    const ClockOffset offset = clock_offset(heard[rank]);
    EXPECT_LE(std::abs(offset.seconds), offset.uncertainty_s);
  }
}

}  // namespace
}  // namespace assay
