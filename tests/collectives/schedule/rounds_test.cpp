#include "collectives/schedule/rounds.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "core/error.hpp"
#include "core/philox.hpp"

namespace assay::schedule {
namespace {

/// Every node at most once, all within 0..n-1, nobody with itself.
void expect_disjoint(const std::vector<Pair>& pairs, std::int32_t n) {
  std::set<std::int32_t> seen;
  for (const Pair& pair : pairs)
    for (const std::int32_t node : {pair.a, pair.b}) {
      EXPECT_GE(node, 0);
      EXPECT_LT(node, n);
      EXPECT_TRUE(seen.insert(node).second) << "node " << node << " twice, n = " << n;
    }
}

std::int32_t random_size(std::uint64_t i, std::int32_t most) {
  return static_cast<std::int32_t>(random_bits(7, i) % static_cast<std::uint64_t>(most));
}

TEST(Tournament, EveryTwoMeetExactlyOnceForAnyNumber) {
  for (std::uint64_t i = 0; i < 60; ++i) {
    const std::int32_t n = i < 12 ? static_cast<std::int32_t>(i) : random_size(i, 300);
    std::set<std::pair<std::int32_t, std::int32_t>> met;
    for (std::int32_t round = 0; round < tournament_rounds(n); ++round) {
      const std::vector<Pair> pairs = tournament_round(n, round);
      expect_disjoint(pairs, n);
      ASSERT_EQ(pairs.size(), static_cast<std::size_t>(n / 2));
      for (const Pair& pair : pairs)
        EXPECT_TRUE(met.insert(std::minmax(pair.a, pair.b)).second) << "n = " << n;
    }
    EXPECT_EQ(met.size(),
              static_cast<std::size_t>(n) * static_cast<std::size_t>(n > 0 ? n - 1 : 0) / 2)
        << "n = " << n;
  }
}

TEST(Tournament, HasOneRoundLessThanNodesIfTheyAreEven) {
  EXPECT_EQ(tournament_rounds(0), 0);
  EXPECT_EQ(tournament_rounds(1), 0);
  EXPECT_EQ(tournament_rounds(2), 1);
  EXPECT_EQ(tournament_rounds(8), 7);
  EXPECT_EQ(tournament_rounds(9), 9);
}

TEST(Tournament, RefusesARoundThatDoesNotExist) {
  EXPECT_THROW((void)tournament_round(8, 7), Error);
  EXPECT_THROW((void)tournament_round(8, -1), Error);
  EXPECT_THROW((void)tournament_round(1, 0), Error);
}

TEST(Tournament, RoundsAreDisjointAtTwelveThousandNodes) {
  for (const std::int32_t round : {0, 1, 6000, 12498}) {
    const std::vector<Pair> pairs = tournament_round(12500, round);
    EXPECT_EQ(pairs.size(), 6250U);
    expect_disjoint(pairs, 12500);
  }
}

TEST(Shuffled, IsAPermutationThatDependsOnTheSeedAlone) {
  std::vector<std::int32_t> sorted = shuffled(1000, 5);
  EXPECT_EQ(sorted, shuffled(1000, 5));
  EXPECT_NE(sorted, shuffled(1000, 6));
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::int32_t> expected(1000);
  std::iota(expected.begin(), expected.end(), 0);
  EXPECT_EQ(sorted, expected);
  EXPECT_TRUE(shuffled(0, 1).empty());
}

TEST(Shuffled, PutsEveryNodeEverywhere) {
  std::vector<int> first(10, 0);
  for (std::uint64_t seed = 0; seed < 2000; ++seed)
    ++first[static_cast<std::size_t>(shuffled(10, seed)[0])];
  for (const int times : first) EXPECT_NEAR(times, 200, 75);  // over five standard deviations
}

TEST(RandomRounds, NobodyMeetsTwiceWithinATournament) {
  for (const std::int32_t n : {2, 3, 8, 17, 64}) {
    RandomRounds rounds(n, 11);
    std::set<std::pair<std::int32_t, std::int32_t>> met;
    for (std::int32_t round = 0; round < tournament_rounds(n); ++round) {
      const std::vector<Pair> pairs = rounds.next();
      expect_disjoint(pairs, n);
      for (const Pair& pair : pairs)
        EXPECT_TRUE(met.insert(std::minmax(pair.a, pair.b)).second) << "n = " << n;
    }
  }
}

TEST(RandomRounds, AreEmptyForOneNode) { EXPECT_TRUE(RandomRounds(1, 1).next().empty()); }

TEST(RandomRounds, DifferBetweenSeeds) {
  EXPECT_NE(RandomRounds(64, 1).next(), RandomRounds(64, 2).next());
  EXPECT_EQ(RandomRounds(64, 1).next(), RandomRounds(64, 1).next());
}

TEST(PairsWithin, PairsAllNodesAndStaysInGroupsWhereItCan) {
  for (std::uint64_t i = 0; i < 50; ++i) {
    const std::int32_t n = 1 + random_size(i, 200);
    const std::int32_t groups = 1 + random_size(i + 100, 20);
    std::vector<std::int32_t> group_of;
    std::vector<std::int32_t> members(static_cast<std::size_t>(groups), 0);
    for (std::int32_t node = 0; node < n; ++node) {
      group_of.push_back(random_size(1000 * i + static_cast<std::uint64_t>(node), groups + 1) - 1);
      if (group_of.back() >= 0) ++members[static_cast<std::size_t>(group_of.back())];
    }
    const std::vector<Pair> pairs = pairs_within(group_of, i);
    expect_disjoint(pairs, n);
    EXPECT_EQ(pairs.size(), static_cast<std::size_t>(n / 2));
    std::int32_t within = 0;
    for (const Pair& pair : pairs) {
      const std::int32_t group = group_of[static_cast<std::size_t>(pair.a)];
      if (group >= 0 && group == group_of[static_cast<std::size_t>(pair.b)]) ++within;
    }
    std::int32_t possible = 0;
    for (const std::int32_t count : members) possible += count / 2;
    EXPECT_EQ(within, possible);
  }
}

}  // namespace
}  // namespace assay::schedule
