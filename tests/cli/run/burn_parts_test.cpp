#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "burnin/load/catalog.hpp"
#include "burnin/simulate/play.hpp"
#include "burnin/telemetry_log.hpp"
#include "cli/run/burn.hpp"
#include "cli/run/burn_view.hpp"
#include "cli/run/legs.hpp"
#include "cli/run/load_start.hpp"
#include "cli/run/resume.hpp"
#include "cli/run/thin.hpp"
#include "core/stats.hpp"
#include "reports/writer.hpp"

namespace assay {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

Result leg(std::int64_t number, double position_s, const std::string& ended_by, int gpu = 0) {
  Result result;
  result.test = "burnin.soak";
  result.subject = {.kind = "gpu", .index = gpu};
  result.params["leg"] = number;
  result.metrics.push_back(reading("load_position", Unit::seconds, Better::higher, position_s));
  result.facts["ended_by"] = ended_by;
  return result;
}

TEST(Legs, ALoadThatWasNeverPlayedHasNone) {
  const Legs legs = legs_of({}, "burnin.soak", 1);
  EXPECT_EQ(legs.count, 0);
  EXPECT_EQ(legs.played_s, 0);
  EXPECT_FALSE(legs.done);
}

TEST(Legs, GoOnFromTheFarthest) {
  Report report;
  report.results = {leg(1, 100, kKilled), leg(2, 250, kInterrupted), leg(2, 240, kInterrupted, 1)};
  const Legs legs = legs_of(report, "burnin.soak", 1);
  EXPECT_EQ(legs.count, 2);
  EXPECT_EQ(legs.played_s, 250);
  EXPECT_FALSE(legs.done);
  EXPECT_EQ(legs_of(report, "burnin.ramp", 1).count, 0);
  EXPECT_EQ(legs_of(report, "burnin.soak", 2).count, 0);
}

TEST(Legs, WhatEndedForGoodIsNotPlayedAgain) {
  for (const std::string& end :
       {std::string(kPlannedEnd), kSafetyStop + std::string("gpu 3 is hot")}) {
    Report report;
    report.results = {leg(1, 100, kKilled), leg(2, 250, end)};
    EXPECT_TRUE(legs_of(report, "burnin.soak", 1).done) << end;
  }
}

TEST(Legs, GoOnWhereTheLastOneEndedButLeaveAWholeStintToBePlayed) {
  constexpr double kThreeDays_s = 72 * 3600;
  EXPECT_EQ(leg_start_s(0, kThreeDays_s), 0);
  EXPECT_EQ(leg_start_s(1000, kThreeDays_s), 1000);
  for (const double left_s : {59.0, 0.1, 0.0, -3.0})
    EXPECT_EQ(leg_start_s(kThreeDays_s - left_s, kThreeDays_s), kThreeDays_s - 60) << left_s;
  EXPECT_DOUBLE_EQ(leg_start_s(1.95, 2), 1.8);
  EXPECT_EQ(leg_start_s(0.1, 0.1), 0) << "a load that is a single stint is played anew";
}

TEST(Legs, OnlyTheLatestIsForgotten) {
  Report report;
  report.results = {leg(1, 100, kKilled), leg(2, 250, kUnderWay), leg(2, 250, kUnderWay, 1)};
  drop_leg(report, "burnin.soak", 1, 2);
  ASSERT_THAT(report.results, SizeIs(1));
  EXPECT_EQ(report.results[0].facts.at("ended_by"), kKilled);
}

TEST(Legs, AfterABootCountersAreForgottenAndTheBootIsTold) {
  Report report;
  report.node.boot_id = "before";
  report.run.opening["system.gpu"]["ecc"] = 3;
  report.results = {leg(1, 100, kUnderWay)};
  Node here;
  here.boot_id = "after";
  go_on(report, here, 1.8e9);
  EXPECT_EQ(report.results[0].facts.at("ended_by"), kKilled);
  EXPECT_TRUE(report.run.opening.empty());
  ASSERT_THAT(report.events, SizeIs(1));
  EXPECT_EQ(report.events[0].kind, "booted");
  go_on(report, here, 1.8e9);
  EXPECT_THAT(report.events, SizeIs(1)) << "it was booted once";
}

Burn::Now gpu(int index, double watts, double degrees, double droop) {
  return {.subject = {.kind = "gpu", .index = index},
          .power_w = watts,
          .temperature_c = degrees,
          .clock_hz = 1.755e9,
          .rate = 6e14,
          .droop = droop,
          .unit = Unit::flops,
          .errors = index == 1 ? 2U : 0U};
}

TEST(BurnDetails, NameTheHottestAndTheSlowest) {
  const Details details = burn_details(
      {gpu(0, 600, 61, 1), gpu(1, 650, 74, 0.996), gpu(2, kNone, kNone, kNone)}, 600, 72 * 3600);
  EXPECT_EQ(
      details.summary,
      "10:00 of 72:00:00  1.25 kW  hottest 74 degC (gpu 1)  slowest -0.4 % (gpu 1)  2 errors");
  ASSERT_THAT(details.lines, SizeIs(3));
  EXPECT_THAT(details.lines[0], HasSubstr("600 W"));
  EXPECT_THAT(details.lines[1], HasSubstr("2 errors"));
  EXPECT_THAT(details.lines[2], HasSubstr("-")) << "what is not read is no number";
}

TEST(BurnDetails, OfAMachineThatTellsNothingStillSayHowFarItIs) {
  Burn::Now silent = gpu(0, kNone, kNone, kNone);
  silent.rate = kNone;
  EXPECT_EQ(burn_details({silent}, 5, 60).summary, "0:05 of 1:00  0 errors");
}

LoadStart started(const HallRules& rules, const std::optional<NodePower>& power) {
  const SimulatedClock clock(1.8e9);
  return *start_of(soak_load(600), 30, power, rules, nullptr, clock);
}

TEST(LoadStart, AloneItIsNow) {
  const LoadStart start = started({}, std::nullopt);
  EXPECT_EQ(start.epoch_wall_s, 1.8e9);
  EXPECT_EQ(start.played_s, 30);
  EXPECT_EQ(start.refusal, "");
  EXPECT_TRUE(start.facts.empty());
}

TEST(LoadStart, MorePowerThanThereIsIsRefused) {
  const NodePower power{1'500, 8'000};
  EXPECT_EQ(started({.power_budget_w = 8'100}, power).refusal, "");
  EXPECT_THAT(started({.power_budget_w = 7'900}, power).refusal, HasSubstr("7900"));
  EXPECT_THAT(started({.together = {.max_step_w = 1'000}}, power).refusal, HasSubstr("6500"));
}

TEST(LoadStart, WhatIsNotKnownCannotBeHeld) {
  EXPECT_THAT(started({.power_budget_w = 1e6}, std::nullopt).refusal, HasSubstr("not known"));
  EXPECT_EQ(started({}, std::nullopt).refusal, "");
}

/// What eight GPUs let read, as NVML tells it: most of it hardly ever changes.
std::vector<Sensor> readings(double t_s) {
  std::vector<Sensor> all;
  for (int i = 0; i < 8; ++i) {
    const Subject subject{.kind = "gpu", .index = i};
    for (std::size_t k = 0; k < kGauges; ++k) {
      const bool moves = k < 8;
      const double value =
          moves ? 612.3456789 + std::sin(t_s * static_cast<double>(k + 1)) : static_cast<double>(k);
      all.push_back({subject, std::string(sensor_of(static_cast<Gauge>(k))), value});
    }
  }
  return all;
}

TEST(BurnReport, ThreeDaysOfEightGpusStayUnderFiveMebibytes) {
  constexpr int kMinutes = 72 * 60;
  constexpr double kStep_s = 60;
  TelemetryLog log(0.1);
  for (int minute = 0; minute < kMinutes; ++minute)
    log.add("nvml", minute * kStep_s, readings(minute * kStep_s));
  Report report;
  SimulatedClock clock(1.8e9);
  report.results = play({.period_s = kStep_s}, soak_load(kMinutes * kStep_s), clock).results;
  EXPECT_THAT(report.results, SizeIs(9));
  for (Series& series : log.series(0))
    report.telemetry.push_back(thinned(folded(std::move(series)), 300));
  const std::size_t bytes = to_json(report).size();
  RecordProperty("bytes", std::to_string(bytes));
  EXPECT_LT(bytes, 5U << 20U);
  EXPECT_GT(bytes, 200'000U) << "the readings are there";
}

}  // namespace
}  // namespace assay
