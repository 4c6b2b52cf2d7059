#include "burnin/conclude/peers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace assay {
namespace {

constexpr PeerRule kRate{.relative = 0.06};
constexpr PeerRule kTemperature{.absolute = 5};

std::vector<double> healthy(std::mt19937& random, std::size_t n, double level, double noise) {
  std::normal_distribution<double> value(level, noise * level);
  std::vector<double> readings(n);
  std::generate(readings.begin(), readings.end(), [&] { return value(random); });
  return readings;
}

std::vector<std::size_t> named(const PeerSpread& spread) {
  std::vector<std::size_t> outliers;
  for (std::size_t i = 0; i < spread.standings.size(); ++i)
    if (spread.standings[i].outlier) outliers.push_back(i);
  return outliers;
}

TEST(PeerSpread, NobodyIsNamedInTenThousandHealthyNodes) {
  std::mt19937 random(1);
  for (int node = 0; node < 10000; ++node) {
    const auto rates = healthy(random, 8, 7e14, 0.01);
    EXPECT_TRUE(named(peer_spread(rates, kRate)).empty()) << node;
    const auto temperatures = healthy(random, 8, 65, 0.01);
    EXPECT_TRUE(named(peer_spread(temperatures, kTemperature)).empty()) << node;
  }
}

TEST(PeerSpread, TheHotOneIsNamedAndNobodyElse) {
  std::mt19937 random(2);
  for (int round = 0; round < 3000; ++round) {
    const std::size_t n = std::uniform_int_distribution<std::size_t>(6, 16)(random);
    auto temperatures = healthy(random, n, 65, 0.01);
    const std::size_t hot = std::uniform_int_distribution<std::size_t>(0, n - 1)(random);
    temperatures[hot] += 12;
    const PeerSpread spread = peer_spread(temperatures, kTemperature);
    EXPECT_EQ(named(spread), std::vector<std::size_t>{hot});
    EXPECT_NEAR(spread.standings[hot].deviation, 12, 4);
    EXPECT_GT(spread.spread, 8);
  }
}

/// Two or three others hardly tell what they usually differ by: some hot ones pass there.
TEST(PeerSpread, FewPeersNameMostHotOnesAndNobodyElse) {
  std::mt19937 random(5);
  int found = 0;
  for (int round = 0; round < 2000; ++round) {
    auto temperatures =
        healthy(random, std::uniform_int_distribution<std::size_t>(3, 5)(random), 65, 0.01);
    temperatures[1] += 15;
    const auto outliers = named(peer_spread(temperatures, kTemperature));
    EXPECT_TRUE(outliers.empty() || outliers == std::vector<std::size_t>{1});
    found += outliers.empty() ? 0 : 1;
  }
  EXPECT_GT(found, 1800);
}

TEST(PeerSpread, TwoOfEightAreBothNamed) {
  std::mt19937 random(3);
  int both = 0;
  for (int round = 0; round < 1000; ++round) {
    auto temperatures = healthy(random, 8, 65, 0.01);
    temperatures[2] += 15;
    temperatures[5] += 20;
    both += named(peer_spread(temperatures, kTemperature)) == std::vector<std::size_t>{2, 5};
  }
  EXPECT_GT(both, 950);
}

TEST(PeerSpread, OfTwoNoneIsNamedButTheDifferenceIsTold) {
  const std::vector<double> apart{60, 90};
  EXPECT_TRUE(named(peer_spread(apart, kTemperature)).empty());
  EXPECT_TRUE(peer_spread(apart, kTemperature).undecided);
  const std::vector<double> alike{60, 61};
  EXPECT_FALSE(peer_spread(alike, kTemperature).undecided);
}

TEST(PeerSpread, WhatWasNotReadHasNoStandingAndIsNoPeer) {
  const double nan = std::nan("");
  const std::vector<double> readings{60, nan, 61, 80, 60, nan, 61, 60};
  const PeerSpread spread = peer_spread(readings, kTemperature);
  EXPECT_EQ(spread.present, 6U);
  EXPECT_EQ(spread.standings.size(), 8U);
  EXPECT_TRUE(std::isnan(spread.standings[1].deviation));
  EXPECT_EQ(named(spread), std::vector<std::size_t>{3});
  EXPECT_EQ(peer_spread(std::vector<double>{nan, nan}, kTemperature).present, 0U);
  EXPECT_TRUE(std::isnan(peer_spread({}, kTemperature).median));
  EXPECT_TRUE(named(peer_spread(std::vector<double>{70}, kTemperature)).empty());
}

TEST(PeerSpread, OrderAndScaleChangeNothing) {
  std::mt19937 random(4);
  for (int round = 0; round < 1000; ++round) {
    auto readings = healthy(random, 8, 100, 0.03);
    readings[0] *= 1.3;
    const auto before = named(peer_spread(readings, kRate));
    auto scaled = readings;
    for (double& reading : scaled) reading *= 1e12;
    EXPECT_EQ(named(peer_spread(scaled, kRate)), before);
    std::reverse(readings.begin(), readings.end());
    auto after = named(peer_spread(readings, kRate));
    for (auto& i : after) i = 7 - i;
    std::reverse(after.begin(), after.end());
    EXPECT_EQ(after, before);
  }
}

/// Equal readings have no spread: what the rule asks for is all that protects from naming rounding.
TEST(PeerSpread, AmongEqualsTheEffectDecides) {
  std::vector<double> readings(8, 65);
  readings[3] = 69;
  EXPECT_TRUE(named(peer_spread(readings, kTemperature)).empty());
  readings[3] = 71;
  EXPECT_EQ(named(peer_spread(readings, kTemperature)), std::vector<std::size_t>{3});
}

}  // namespace
}  // namespace assay
