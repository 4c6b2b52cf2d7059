#include "reports/history/trends.hpp"

#include <gmock/gmock.h>

#include <random>

#include "core/error.hpp"
#include "tests/reports/history/backend.hpp"

namespace assay::history {
namespace {

constexpr NightNumber kFirst = 20'000;

/// 40 nights of six nodes with noise of 0.5 %; `change` makes of each what the test is about.
template <class Change>
void ingest_fleet(const std::string& url, const Change& change) {
  std::mt19937 random(12);
  std::normal_distribution<double> noise(0, 0.005);
  std::vector<Entry> entries;
  for (NightNumber night = kFirst; night < kFirst + 40; ++night)
    for (int node = 0; node < 6; ++node) {
      Entry entry = small_entry("n" + std::to_string(node), night);
      for (Reading& reading : entry.readings) reading.value *= 1 + noise(random);
      change(entry, node, night - kFirst);
      entries.push_back(entry);
    }
  ingest_all(url, entries);
}

TEST_P(OnBackend, AGpuThatSlowsDownIsFound) {
  ingest_fleet(url(), [](Entry& entry, int node, int night) {
    if (node == 3 && night >= 25) entry.readings[1].value *= 0.92;
  });
  History history(url(), Access::read);
  const auto told = device_trends(history, "16n30");
  ASSERT_EQ(told.size(), 1U);
  ASSERT_EQ(told[0].metrics.size(), 1U);
  EXPECT_EQ(told[0].metrics[0].points.size(), 40U);
  ASSERT_EQ(told[0].metrics[0].trend.changes.size(), 1U);
  EXPECT_EQ(told[0].metrics[0].trend.changes[0].at, 25U);
  EXPECT_NEAR(*told[0].metrics[0].trend.changes[0].shift.share(), -0.08, 0.01);
  EXPECT_TRUE(told[0].metrics[0].trend.steps.empty());

  const FleetTrend fleet = fleet_trend(history);
  EXPECT_EQ(fleet.devices, 18U);
  EXPECT_EQ(fleet.series, 18U);
  ASSERT_EQ(fleet.changes.size(), 1U);
  EXPECT_TRUE(fleet.changes[0].worse);
  EXPECT_EQ(fleet.names.at(fleet.changes[0].device).serial, "16n30");
  EXPECT_EQ(fleet.changes[0].night, kFirst + 25);
  EXPECT_EQ(fleet.changes[0].seat.host, told[0].stays.back().seat.host);
  EXPECT_TRUE(fleet.effects.empty());
}

TEST_P(OnBackend, ADriverThatCostsSpeedIsFoundOverTheFleet) {
  ingest_fleet(url(), [](Entry& entry, int node, int night) {
    if (night < 15 + node) return;  // rolled out node by node
    entry.setup["driver"] = "580.82";
    entry.readings[1].value *= 0.97;
    entry.readings[2].value *= 0.97;
  });
  History history(url(), Access::read);
  const FleetTrend fleet = fleet_trend(history);
  ASSERT_FALSE(fleet.effects.empty());
  const SetupEffect& worst = fleet.effects[0];
  EXPECT_EQ(worst.change, "driver 580.65 -> 580.82");
  EXPECT_EQ(worst.metric.test, "memory.read");
  EXPECT_EQ(worst.devices, 12U);
  EXPECT_EQ(worst.regressions, 12U);
  EXPECT_NEAR(worst.share, -0.03, 0.004);
  EXPECT_LT(worst.interval.high, 0);
  for (const DeviceChange& change : fleet.changes)
    EXPECT_EQ(change.cause, "driver 580.65 -> 580.82");
}

TEST_P(OnBackend, AMoveThatHurtsIsFound) {
  ingest_fleet(url(), [](Entry& entry, int node, int night) {
    if (node != 2 || night < 20) return;
    entry.place.rack = "hot";
    for (Reading& reading : entry.readings) reading.value *= reading.device == 0 ? 1 : 0.95;
  });
  History history(url(), Access::read);
  const auto told = device_trends(history, "GPU-n2-1");
  ASSERT_EQ(told.size(), 1U);
  ASSERT_EQ(told[0].stays.size(), 2U);
  ASSERT_EQ(told[0].metrics.at(0).trend.steps.size(), 1U);
  const Step& step = told[0].metrics[0].trend.steps[0];
  EXPECT_EQ(step.cause, Step::Cause::seat);
  EXPECT_TRUE(step.regression);
  EXPECT_NEAR(*step.shift.share(), -0.05, 0.01);

  const FleetTrend fleet = fleet_trend(history);
  ASSERT_FALSE(fleet.changes.empty());
  for (const DeviceChange& change : fleet.changes) EXPECT_EQ(change.seat.rack, "hot");
}

TEST_P(OnBackend, AFleetThatIsWellTellsNothing) {
  ingest_fleet(url(), [](Entry&, int, int) {});
  History history(url(), Access::read);
  const FleetTrend fleet = fleet_trend(history);
  EXPECT_EQ(fleet.nights.size(), 40U);
  EXPECT_TRUE(fleet.changes.empty());
  EXPECT_TRUE(fleet.effects.empty());
  EXPECT_TRUE(fleet.offenders.empty());
}

TEST_P(OnBackend, OffendersAndFlakyPassesFollowTheHardware) {
  ingest_fleet(url(), [](Entry& entry, int node, int night) {
    if (node == 1 && (night == 5 || night == 30))
      entry.troubles = {{.device = 1, .test = "memory.read", .outcome = Outcome::failed}};
    if (node == 4 && night == 7)
      entry.troubles = {
          {.device = 2, .test = "link.nvlink", .outcome = Outcome::ok, .attempts = 2}};
    if (node == 5 && night == 8)
      entry.troubles = {{.device = 2, .test = "link.nvlink", .outcome = Outcome::error}};
    if (node == 1 && night >= 20) entry.host = "elsewhere";
  });
  History history(url(), Access::read);
  const auto found = offenders(history, 365);
  ASSERT_EQ(found.size(), 2U) << "one failure alone is none";
  EXPECT_EQ(found[0].who, "16n10");
  EXPECT_EQ(found[0].failed_nights, 2U);
  EXPECT_EQ(found[0].host, "elsewhere");
  EXPECT_EQ(found[1].who, "16n41");
  EXPECT_EQ(found[1].flaky_passes, 1U);
  EXPECT_THAT(found[1].tests, testing::ElementsAre("link.nvlink"));
}

TEST_P(OnBackend, OneMetricOrSomeNightsAreAsked) {
  ingest_fleet(url(), [](Entry&, int, int) {});
  History history(url(), Access::read);
  EXPECT_EQ(fleet_trend(history, {.nights = 10, .metric = "node.load"}).series, 6U);
  EXPECT_EQ(device_trends(history, "S-n1", {.nights = 10}).at(0).metrics.at(0).points.size(), 10U);
  EXPECT_TRUE(
      device_trends(history, "S-n1", {.metric = "memory.read.bandwidth"}).at(0).metrics.empty());
  EXPECT_THROW((void)fleet_trend(history, {.metric = "load"}), InputError);
  EXPECT_TRUE(device_trends(history, "nobody").empty());
}

}  // namespace
}  // namespace assay::history
