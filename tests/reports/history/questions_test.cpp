#include "reports/history/questions.hpp"

#include <gmock/gmock.h>

#include "core/error.hpp"
#include "tests/reports/history/backend.hpp"

namespace assay::history {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST_P(OnBackend, HardwareKeepsItsPastWhereverItIsMoved) {
  std::vector<Entry> nights;
  for (NightNumber night = 20'000; night < 20'004; ++night)
    nights.push_back(small_entry("a", night));
  // GPU 1 of a goes to b, as its GPU 0.
  Entry moved = small_entry("b", 20'004);
  moved.devices[1] = nights[0].devices[2];
  moved.devices[1].slot = "gpu 0";
  moved.place.rack = "r9";
  nights.push_back(moved);
  ingest_all(url(), nights);

  History history(url(), Access::read);
  for (const char* name : {"16a1", "GPU-a-1"}) {
    const auto found = device_history(history, name);
    ASSERT_EQ(found.size(), 1U) << name;
    ASSERT_EQ(found[0].stays.size(), 2U);
    EXPECT_EQ(found[0].stays[0].seat.host, "a");
    EXPECT_EQ(found[0].stays[0].seat.slot, "gpu 1");
    EXPECT_EQ(found[0].stays[0].nights, 4U);
    EXPECT_EQ(found[0].stays[1].seat.host, "b");
    EXPECT_EQ(found[0].stays[1].seat.slot, "gpu 0");
    EXPECT_EQ(found[0].stays[1].seat.rack, "r9");
  }
  const auto list = moves(history, 20'001);
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].device.serial, "16a1");
  EXPECT_EQ(list[0].from.host, "a");
  EXPECT_EQ(list[0].to.host, "b");
  EXPECT_EQ(list[0].left, 20'003);
  EXPECT_EQ(list[0].seen, 20'004);
  EXPECT_TRUE(moves(history, 20'005).empty());
}

TEST_P(OnBackend, ARackThatIsNamedLaterMovesNothing) {
  Entry plain = small_entry("a", 20'000);
  plain.place = {};
  Entry silent = small_entry("a", 20'002);
  silent.place = {};
  Entry other = small_entry("a", 20'003);
  other.place.rack = "r2";
  ingest_all(url(), {plain, small_entry("a", 20'001), silent});
  History history(url(), Access::write);
  EXPECT_TRUE(moves(history, 0).empty());
  ingest_all(url(), {other});
  EXPECT_EQ(moves(history, 0).size(), 3U) << "a node and its GPUs, past a night that named none";
}

TEST_P(OnBackend, ANodeTellsItsRunsAndWhatIsInIt) {
  Entry second = small_entry("a", 20'001);
  second.setup["driver"] = "580.82";
  second.troubles = {
      {.device = 2, .test = "memory.read", .outcome = Outcome::failed, .reason = "bit"}};
  second.content = "second";
  ingest_all(url(), {second, small_entry("a", 20'000), small_entry("b", 20'001)});
  History history(url(), Access::read);
  const auto node = node_history(history, "a");
  ASSERT_TRUE(node);
  ASSERT_EQ(node->runs.size(), 2U);
  EXPECT_EQ(node->runs[0].night, 20'000);
  EXPECT_THAT(node->runs[0].setup,
              ElementsAre(testing::Pair("driver", "580.65"), testing::Pair("kernel", "6.1")));
  EXPECT_THAT(node->runs[1].setup, ElementsAre(testing::Pair("driver", "580.82"))) << "what is new";
  ASSERT_EQ(node->parts.size(), 3U);
  EXPECT_EQ(node->parts[1].slot, "gpu 0");
  ASSERT_EQ(node->troubles.size(), 1U);
  EXPECT_EQ(node->troubles[0].device, "16a1");
  EXPECT_EQ(node->troubles[0].outcome, "failed");
  EXPECT_FALSE(node_history(history, "c"));
}

TEST_P(OnBackend, AMetricOverTime) {
  std::vector<Entry> nights;
  for (NightNumber night = 20'000; night < 20'003; ++night)
    for (int node = 0; node < 5; ++node)
      nights.push_back(small_entry("n" + std::to_string(node), night, 3e12 + 1e10 * node));
  ingest_all(url(), nights);
  History history(url(), Access::read);
  auto lines = metric_history(history, "memory.read.bandwidth", "", 2);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].night, 20'001);
  EXPECT_EQ(lines[0].devices, 10U);
  EXPECT_EQ(lines[0].min, 2.9e12);
  EXPECT_EQ(lines[0].max, 3.04e12);
  lines = metric_history(history, "memory.read.bandwidth", "gpu 0", 30);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0].devices, 5U);
  EXPECT_EQ(lines[0].median, 3.02e12);
  lines = metric_history(history, "memory.read.bandwidth", "16n30", 30);
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[2].devices, 1U);
  EXPECT_EQ(lines[2].median, 3.03e12);
  EXPECT_EQ(metric_history(history, "node.load", "node", 30).size(), 3U);
  EXPECT_TRUE(metric_history(history, "memory.read.bandwidth", "gpu 7", 30).empty());
  EXPECT_TRUE(metric_history(history, "memory.read.nothing", "", 30).empty());
  EXPECT_THROW((void)metric_history(history, "bandwidth", "", 30), InputError);
}

TEST_P(OnBackend, APartIsASubject) {
  Entry entry = small_entry("a", 20'000);
  entry.metrics.push_back(entry.metrics[0]);
  entry.metrics.back().part = "link gpu0 -> gpu1";
  entry.readings.push_back({0, 2, 4e11});
  ingest_all(url(), {entry});
  History history(url(), Access::read);
  const auto lines = metric_history(history, "memory.read.bandwidth", "link gpu0 -> gpu1", 30);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].median, 4e11);
}

TEST_P(OnBackend, WhatChangedSinceANight) {
  std::vector<Entry> nights{small_entry("stays", 20'000), small_entry("leaves", 20'000),
                            small_entry("updated", 20'000)};
  nights[2].troubles = {{.device = 1, .test = "memory.read", .outcome = Outcome::failed}};
  Entry updated = small_entry("updated", 20'001);
  updated.setup = {{"driver", "580.82"}};
  updated.troubles = {{.device = 1, .test = "memory.read", .outcome = Outcome::failed},
                      {.device = 2, .test = "memory.read", .outcome = Outcome::error}};
  nights.push_back(updated);
  nights.push_back(small_entry("stays", 20'001));
  nights.push_back(small_entry("comes", 20'001));
  ingest_all(url(), nights);
  History history(url(), Access::read);
  const Changes found = changes(history, 20'000);
  EXPECT_THAT(found.new_hosts, ElementsAre("comes"));
  EXPECT_THAT(found.gone_hosts, ElementsAre("leaves"));
  ASSERT_EQ(found.settings.size(), 2U);
  EXPECT_EQ(found.settings[0].name, "driver");
  EXPECT_EQ(found.settings[0].from, "580.65");
  EXPECT_EQ(found.settings[0].to, "580.82");
  EXPECT_THAT(found.settings[0].hosts, ElementsAre("updated"));
  EXPECT_EQ(found.settings[1].to, "") << "a kernel that is not said any more";
  ASSERT_EQ(found.troubles.size(), 1U) << "the other one was known";
  EXPECT_EQ(found.troubles[0].device, "16updated1");
  EXPECT_TRUE(changes(history, 20'001).new_hosts.empty());
}

}  // namespace
}  // namespace assay::history
