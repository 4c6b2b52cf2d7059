#include "burnin/conclude/ticks.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace assay {
namespace {

constexpr double kWall_s = 1.8e9;

TEST(TickWatch, JitterIsNoGap) {
  std::mt19937 random(1);
  std::uniform_real_distribution<double> jitter(-0.04, 0.04);
  TickWatch watch(0.1);
  for (int i = 1; i < 10000; ++i) {
    const double t_s = 0.1 * i + jitter(random);
    EXPECT_TRUE(watch.add(t_s, kWall_s + t_s));
  }
  EXPECT_EQ(watch.gaps, 0U);
  EXPECT_EQ(watch.lost_s, 0);
  EXPECT_EQ(watch.jumps, 0U);
}

TEST(TickWatch, GapsAreCountedAndTheirTimeIsSummed) {
  std::mt19937 random(2);
  for (int round = 0; round < 50; ++round) {
    TickWatch watch(0.1);
    double t_s = 0;
    double lost_s = 0;
    double longest_s = 0;
    std::uint64_t gaps = 0;
    for (int i = 0; i < 2000; ++i) {
      watch.add(t_s, kWall_s + t_s);
      double step_s = 0.1;
      if (i < 1999 && std::bernoulli_distribution(0.01)(random)) {
        step_s = std::uniform_real_distribution<double>(0.3, 30)(random);
        lost_s += step_s - 0.1;
        longest_s = std::max(longest_s, step_s);
        ++gaps;
      }
      t_s += step_s;
    }
    EXPECT_EQ(watch.gaps, gaps);
    EXPECT_NEAR(watch.lost_s, lost_s, 1e-6);
    EXPECT_NEAR(watch.longest_gap_s, longest_s, 1e-6);
  }
}

TEST(TickWatch, TimeThatDoesNotGoOnIsRefused) {
  TickWatch watch(1);
  EXPECT_TRUE(watch.add(1, 1));
  EXPECT_FALSE(watch.add(1, 2));
  EXPECT_FALSE(watch.add(0.5, 3));
  EXPECT_FALSE(watch.add(std::nan(""), 3));
  EXPECT_TRUE(watch.add(2, 2));
  EXPECT_EQ(watch.backwards, 3U);
  EXPECT_EQ(watch.ticks, 2U);
}

TEST(TickWatch, JumpsOfTheWallClockKeepTheirSign) {
  for (const double jump_s : {3600.0, -3600.0, 0.7, -0.7}) {
    TickWatch watch(0.1);
    for (int i = 0; i < 1000; ++i) watch.add(0.1 * i, kWall_s + 0.1 * i + (i < 500 ? 0 : jump_s));
    EXPECT_EQ(watch.jumps, 1U);
    EXPECT_NEAR(watch.largest_jump_s, jump_s, 1e-5);
  }
}

TEST(TickWatch, SlewAndUnknownWallTimeAreNoJumps) {
  TickWatch watch(0.1);
  for (int i = 0; i < 100000; ++i)
    watch.add(0.1 * i, i % 7 == 0 ? std::nan("") : kWall_s + 0.1 * i * 1.0005);
  EXPECT_EQ(watch.jumps, 0U);
}

}  // namespace
}  // namespace assay
