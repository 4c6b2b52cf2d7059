#include "cli/run/thin.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <utility>
#include <vector>

namespace assay {
namespace {

Series series_of(const std::vector<std::optional<double>>& values) {
  Series series;
  series.period_s = 0.1;
  for (const auto& value : values)
    series.values.push_back(value ? std::optional<Series::Point>({*value - 1, *value, *value + 1})
                                  : std::nullopt);
  return series;
}

/// Readings that did not move while they were merged, a value each.
Series steady(const std::vector<std::optional<double>>& values) {
  Series series = series_of(values);
  for (auto& value : series.values)
    if (value) value->min = value->max = value->mean;
  return series;
}

TEST(Folded, OneThatNeverMovesIsOneValueOverAllItsTime) {
  Series series = steady({3, 3, 3, 3});
  series.name = "ecc_corrected";
  series.t0_s = 7;
  const Series once = folded(series);
  EXPECT_EQ(once.values, steady({3}).values);
  EXPECT_DOUBLE_EQ(once.period_s, 0.4);
  series.values = once.values;
  series.period_s = once.period_s;
  EXPECT_EQ(once, series) << "the rest stays";
}

TEST(Folded, LeavesAnyOtherAsItIs) {
  const Series none = steady({});
  const Series one = steady({3});
  const Series moved = steady({3, 3, 4});
  const Series moved_within = series_of({3, 3, 3});
  for (const Series& series : {none, one, moved, moved_within}) EXPECT_EQ(folded(series), series);
  Series late = steady({3, 3, 3});
  late.values.back()->max = 4;
  EXPECT_EQ(folded(late), late) << "a move between two equal means";
}

TEST(Folded, AGapIsNotAReadingLikeTheOthers) {
  const auto gap = std::nullopt;
  for (const Series& series : {steady({gap, 3, 3}), steady({3, gap, 3}), steady({3, 3, gap}),
                               steady({gap, gap}), steady({gap})})
    EXPECT_EQ(folded(series), series);
}

/// Whatever the readings: what is folded stands for as long and for the same values.
TEST(Folded, SaysTheSameOverTheSameTime) {
  std::mt19937 random(2);
  int shorter = 0;
  for (int round = 0; round < 300; ++round) {
    std::vector<std::optional<double>> values(
        std::uniform_int_distribution<std::size_t>(1, 6)(random), 0.0);
    for (auto& value : values)
      if (random() % 8 == 0) value = 1.0;
    const Series before = steady(values);
    const Series after = folded(before);
    ASSERT_FALSE(after.values.empty());
    EXPECT_DOUBLE_EQ(after.period_s * static_cast<double>(after.values.size()),
                     before.period_s * static_cast<double>(before.values.size()));
    const std::size_t together = before.values.size() / after.values.size();
    for (std::size_t i = 0; i < before.values.size(); ++i)
      EXPECT_EQ(after.values.at(i / together), before.values[i]);
    shorter += after.values.size() < before.values.size() ? 1 : 0;
  }
  EXPECT_GT(shorter, 0);
}

TEST(Thinned, LeavesAShortSeriesAlone) {
  const Series series = series_of({1, std::nullopt, 3});
  EXPECT_EQ(thinned(series, 3), series);
}

TEST(Thinned, MergesNeighboursAndKeepsGaps) {
  const Series thin = thinned(series_of({1, 3, std::nullopt, 5, std::nullopt, std::nullopt, 9}), 4);
  EXPECT_DOUBLE_EQ(thin.period_s, 0.2);
  ASSERT_EQ(thin.values.size(), 4U);
  EXPECT_EQ(thin.values[0]->min, 0);
  EXPECT_EQ(thin.values[0]->mean, 2);
  EXPECT_EQ(thin.values[0]->max, 4);
  EXPECT_EQ(thin.values[1]->mean, 5);
  EXPECT_FALSE(thin.values[2]);
  EXPECT_EQ(thin.values[3]->mean, 9);
}

TEST(Thinned, NeverLosesTheExtremesAndNeverHoldsMoreThanAsked) {
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::optional<double>> values(
        std::uniform_int_distribution<std::size_t>(1, 2000)(random));
    for (auto& value : values)
      if (random() % 4 != 0) value = std::uniform_real_distribution<>(-50, 50)(random);
    const std::size_t most = std::uniform_int_distribution<std::size_t>(1, 300)(random);
    const Series before = series_of(values);
    const Series after = thinned(before, most);
    EXPECT_LE(after.values.size(), most);
    EXPECT_GE(after.period_s * static_cast<double>(after.values.size()),
              before.period_s * static_cast<double>(before.values.size()) * (1 - 1e-12));
    const auto extremes = [](const Series& series) {
      double low = 1e9;
      double high = -1e9;
      for (const auto& value : series.values)
        if (value) {
          low = std::min(low, value->min);
          high = std::max(high, value->max);
        }
      return std::pair(low, high);
    };
    EXPECT_EQ(extremes(after), extremes(before));
  }
}

}  // namespace
}  // namespace assay
