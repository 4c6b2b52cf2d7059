#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/philox.hpp"
#include "reports/peers/parts/discover.hpp"

namespace assay::peers {
namespace {

/// The definition: the largest k with p(k) <= share k / m, of sorted p's.
double by_sorting(std::vector<double> chances, double tests, double share, double ceiling) {
  std::sort(chances.begin(), chances.end());
  double threshold = 0;
  for (std::size_t k = 1; k <= chances.size(); ++k) {
    const double limit = std::min(ceiling, share * static_cast<double>(k) / tests);
    if (chances[k - 1] <= limit) threshold = limit;
  }
  return threshold;
}

TEST(Discovery, IsBenjaminiAndHochbergs) {
  for (std::uint64_t key = 0; key < 300; ++key) {
    std::vector<double> chances;
    const std::size_t n = random_bits(key, 0) % 60;
    for (std::size_t i = 1; i <= n; ++i) {
      const double u = random_uniform(key, i);
      chances.push_back(i % 3 == 0 ? u * 1e-4 : u);
    }
    const double tests = 100;
    const double ceiling = key % 2 == 0 ? 1 : 0.01;
    const double found = discovery_threshold(chances, tests, 0.05, ceiling);
    const double right = by_sorting(chances, tests, 0.05, ceiling);
    const auto below = [&](double limit) {
      return std::count_if(chances.begin(), chances.end(), [&](double p) { return p <= limit; });
    };
    EXPECT_EQ(below(found), below(right)) << key;
  }
}

TEST(Discovery, NothingPassesWhereNothingIsThere) {
  EXPECT_EQ(discovery_threshold({}, 1000, 0.05, 1e-3), 0);
  EXPECT_EQ(discovery_threshold({0.5, 0.9}, 1000, 0.05, 1e-3), 0);
}

TEST(Discovery, TheCeilingHoldsWhateverIsFound) {
  const std::vector<double> many(5000, 1e-12);
  EXPECT_EQ(discovery_threshold(many, 5000, 0.05, 1e-6), 1e-6);
}

PeerOutlier outlier(std::uint32_t node, double p) {
  PeerOutlier made;
  made.node = node;
  made.p = p;
  return made;
}

std::vector<PeerOutlier> random_outliers(std::uint64_t key) {
  std::vector<PeerOutlier> outliers;
  const std::size_t n = random_bits(key, 0) % 80;
  for (std::size_t i = 1; i <= n; ++i) {
    const double u = random_uniform(key, i);
    outliers.push_back(outlier(static_cast<std::uint32_t>(random_bits(key, 1000 + i) % 7),
                               i % 3 == 0 ? u * 1e-4 : u * 1e-2));
  }
  return outliers;
}

TEST(OfNodes, EachNodeIsJudgedByItselfAlone) {
  constexpr double tests = 50, share = 0.01;
  for (std::uint64_t key = 0; key < 200; ++key) {
    const std::vector<PeerOutlier> before = random_outliers(key);
    std::vector<PeerOutlier> kept = before;
    keep_of_nodes(kept, tests, share);
    for (std::uint32_t node = 0; node < 7; ++node) {
      std::vector<double> chances;
      for (const PeerOutlier& each : before)
        if (each.node == node) chances.push_back(each.p);
      const double limit = by_sorting(chances, tests, share, 1);
      const auto right =
          std::count_if(chances.begin(), chances.end(), [&](double p) { return p <= limit; });
      std::ptrdiff_t found = 0;
      for (const PeerOutlier& each : kept) {
        if (each.node != node) continue;
        ++found;
        EXPECT_LE(each.p, each.threshold);
        EXPECT_DOUBLE_EQ(each.threshold, limit);
      }
      EXPECT_EQ(found, right) << key << " node " << node;
    }
  }
}

TEST(OfNodes, ManyThatAreBadTogetherNeedLessOfEach) {
  constexpr double tests = 400, share = 5e-4;
  const double one = share / tests;
  std::vector<PeerOutlier> alone{outlier(1, 3 * one)};
  keep_of_nodes(alone, tests, share);
  EXPECT_TRUE(alone.empty());
  std::vector<PeerOutlier> four(4, outlier(1, 3 * one));
  keep_of_nodes(four, tests, share);
  EXPECT_EQ(four.size(), 4);
  // Of four nodes one each: nobody's neighbour makes him worse.
  std::vector<PeerOutlier> apart;
  apart.reserve(4);
  for (std::uint32_t node = 0; node < 4; ++node) apart.push_back(outlier(node, 3 * one));
  keep_of_nodes(apart, tests, share);
  EXPECT_TRUE(apart.empty());
}

TEST(OfNodes, AHealthyNodeIsAccusedWithItsShareOfChanceAtMost) {
  constexpr double share = 0.05;
  constexpr std::size_t tests = 100, nights = 20000;
  std::size_t accused = 0;
  for (std::uint64_t night = 0; night < nights; ++night) {
    std::vector<PeerOutlier> outliers;
    for (std::size_t i = 0; i < tests; ++i) {
      const double p = random_uniform(77, night * tests + i);
      if (p <= share) outliers.push_back(outlier(0, p));
    }
    keep_of_nodes(outliers, static_cast<double>(tests), share);
    accused += outliers.empty() ? 0 : 1;
  }
  // Simes: exactly `share` of independent ones; 4 standard errors of the count above that.
  const double expected = share * static_cast<double>(nights);
  EXPECT_NEAR(static_cast<double>(accused), expected, 4 * std::sqrt(expected));
}

}  // namespace
}  // namespace assay::peers
