#include "suites/compute/vote.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace assay {
namespace {

TEST(Vote, NobodyElectsNothing) { EXPECT_FALSE(majority({}).has_value()); }

TEST(Vote, TiesElectNothing) {
  EXPECT_FALSE(majority({1, 2}).has_value());
  EXPECT_FALSE(majority({1, 1, 2, 2, 3}).has_value());
  EXPECT_FALSE(majority({3, 2, 2, 1, 1}).has_value());
}

TEST(Vote, TheMostFrequentWinsInAnyOrder) {
  std::mt19937 random(5);
  for (int round = 0; round < 200; ++round) {
    const std::uint64_t right = random();
    const std::size_t most = 1 + random() % 20;
    std::vector<std::uint64_t> votes(most, right);
    for (std::uint64_t other = 1; other <= random() % 5; ++other)
      votes.insert(votes.end(), random() % most, right + other);
    std::shuffle(votes.begin(), votes.end(), random);
    ASSERT_EQ(majority(votes), right);
  }
}

}  // namespace
}  // namespace assay
