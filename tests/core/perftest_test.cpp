#include "core/perftest.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <random>

#include "core/error.hpp"
#include "tests/core/perftest_samples.hpp"
#include "tests/suites/runner/random_text.hpp"

namespace assay {
namespace {

TEST(PerftestBandwidth, IsReadInTheUnitThatTheHeaderNames) {
  const auto gigabits = bandwidth(sample());
  ASSERT_EQ(gigabits.size(), 1U);
  EXPECT_EQ(gigabits[0].bytes, 1048576);
  EXPECT_EQ(gigabits[0].iterations, 234840);
  EXPECT_DOUBLE_EQ(gigabits[0].average, 392.51e9 / 8);
  for (const char* unit : {"MB/sec", "MiB/sec"}) {
    const auto megabytes = bandwidth(
        table(bandwidth_header(unit),
              " 65536      5000             11763.89            11763.20\t\t   0.188211\n"));
    ASSERT_EQ(megabytes.size(), 1U);
    EXPECT_DOUBLE_EQ(megabytes[0].average, 11763.20 * 1048576);
  }
}

/// Lines of real runs: with six decimals below 0.1 Gb/s, with two above.
TEST(PerftestBandwidth, HasARowForEachSize) {
  const auto found = bandwidth(
      table(bandwidth_header("Gb/sec"),
            " 2          5000           0.042350            0.042185            2.636533\n"
            " 4          5000           0.084507            0.084457            2.639276\n"
            " 8          5000             0.17               0.17   \t\t   2.641399\n"));
  ASSERT_EQ(found.size(), 3U);
  EXPECT_DOUBLE_EQ(found[0].average, 0.042185e9 / 8);
  EXPECT_EQ(found[2].bytes, 8);
}

TEST(PerftestBandwidth, IsWhatWasPrintedWhateverTheSizeAndTheUnit) {
  std::mt19937 random(1);
  const std::array<std::pair<const char*, double>, 3> units{
      {{"Gb/sec", 125e6}, {"MB/sec", 1048576}, {"MiB/sec", 1048576}}};
  for (int i = 0; i < 3000; ++i) {
    const auto& [name, unit] = units.at(static_cast<std::size_t>(i) % 3);
    const std::int64_t bytes = std::int64_t{1} << std::uniform_int_distribution<int>(1, 23)(random);
    const double rate = std::exp(std::uniform_real_distribution<double>(17, 25.3)(random));
    const std::int64_t iterations =
        std::uniform_int_distribution<std::int64_t>(1, 1'000'000)(random);
    const auto found = bandwidth(
        table(bandwidth_header(name), bandwidth_row(bytes, iterations, rate, unit, i % 2 == 0)));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].bytes, bytes);
    EXPECT_EQ(found[0].iterations, iterations);
    EXPECT_NEAR(found[0].average, rate, 0.0051 * unit);
  }
}

/// A table of megabytes that was taken for gigabits would be wrong by 119.
TEST(PerftestBandwidth, IsRefusedInAnyOtherUnit) {
  std::mt19937 random(2);
  for (int i = 0; i < 500; ++i) {
    const std::int64_t bytes = std::int64_t{1} << std::uniform_int_distribution<int>(6, 23)(random);
    const double rate = std::exp(std::uniform_real_distribution<double>(21, 25.3)(random));
    EXPECT_THROW((void)bandwidth(table(bandwidth_header("MB/sec"),
                                       bandwidth_row(bytes, 5000, rate, 125e6, true))),
                 InputError);
    EXPECT_THROW((void)bandwidth(table(bandwidth_header("Gb/sec"),
                                       bandwidth_row(bytes, 5000, rate, 1048576, true))),
                 InputError);
  }
  EXPECT_THROW((void)bandwidth(table(bandwidth_header("GB/sec"), " 8 1 0.00 1.00 0.1\n")),
               InputError);
}

}  // namespace
}  // namespace assay
