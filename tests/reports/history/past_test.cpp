#include "reports/history/past.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

#include "tests/reports/history/backend.hpp"

namespace assay::history {
namespace {

TEST_P(OnBackend, PastIsWhatEarlierNightsSaid) {
  std::mt19937 random(9);
  std::map<std::pair<int, NightNumber>, float> truth;
  std::vector<Entry> entries;
  for (NightNumber night = 20'000; night < 20'006; ++night)
    for (int node = 0; node < 12; ++node) {
      if (random() % 5 == 0) continue;  // not every node is there every night
      const double value = 3e12 + static_cast<double>(random() % 1000) * 1e8;
      truth[{node, night}] = static_cast<float>(value);
      entries.push_back(small_entry("n" + std::to_string(node), night, value));
    }
  std::shuffle(entries.begin(), entries.end(), random);
  ingest_all(url(), entries);

  History history(url(), Access::read);
  const Past values = past(history, 20'005, 4);
  EXPECT_EQ(values.nights, (std::vector<NightNumber>{20'001, 20'002, 20'003, 20'004}));
  ASSERT_EQ(values.columns.size(), 2U);
  const PastColumn* column = values.find(small_entry("", 0).metrics[0]);
  ASSERT_NE(column, nullptr);
  EXPECT_EQ(values.find({.test = "memory.read", .name = "other"}), nullptr);
  std::size_t checked = 0;
  for (int node = 0; node < 12; ++node) {
    const auto device = values.device("16n" + std::to_string(node) + "0");
    const auto was_there = [&](NightNumber night) { return truth.contains({node, night}); };
    ASSERT_EQ(device.has_value(),
              std::any_of(values.nights.begin(), values.nights.end(), was_there));
    if (!device) continue;
    EXPECT_EQ(values.device("GPU-n" + std::to_string(node) + "-0"), device);
    const auto row = column->of(*device);
    ASSERT_EQ(row.size(), 4U);
    for (std::size_t n = 0; n < 4; ++n) {
      const auto true_value = truth.find({node, values.nights[n]});
      EXPECT_EQ(std::isnan(row[n]), true_value == truth.end());
      if (true_value == truth.end()) continue;
      EXPECT_EQ(row[n], true_value->second);
      ++checked;
    }
  }
  EXPECT_GT(checked, 30U);
  EXPECT_FALSE(values.device("nobody"));
  EXPECT_FALSE(values.device(""));
}

TEST_P(OnBackend, PastOfSomeMetricsAndTheLastRunOfANight) {
  Entry again = small_entry("a", 20'000, 1e12);
  again.run = "again";
  ingest_all(url(), {small_entry("a", 20'000, 2e12), again});
  History history(url(), Access::read);
  const Past values = past(history, 20'001, 7, {"memory.read.bandwidth"});
  ASSERT_EQ(values.columns.size(), 1U);
  EXPECT_EQ(values.columns[0].of(*values.device("16a0"))[0], 1e12F);
  EXPECT_TRUE(past(history, 20'000, 7).columns.empty()) << "before, not until";
  EXPECT_TRUE(past(history, 20'001, 7, {"memory.read.nothing"}).columns.empty());
}

}  // namespace
}  // namespace assay::history
