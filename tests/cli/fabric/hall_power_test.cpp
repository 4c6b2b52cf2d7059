#include "cli/fabric/hall_power.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <numbers>

namespace assay {
namespace {

constexpr double kStarted_s = 1.7e9;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

/// 4 kW that swing by 1 kW at 0.5 Hz, for 100 s, from 20 s after the start of the run.
HallLoad swinging() {
  SummedPower power{{0.1, static_cast<std::int64_t>((kStarted_s + 20) * 10), 1000}, {}};
  for (int i = 0; i < 1000; ++i)
    power.watts.push_back(4000 + 1000 * std::sin(2 * std::numbers::pi * 0.5 * 0.1 * i));
  return {.test = "burnin.pulse",
          .power = {.all = power, .latest = power, .update_interval_s = 0.1},
          .started_wall_s = kStarted_s};
}

std::optional<double> value(const Result& result, const std::string& name) {
  for (const Metric& metric : result.metrics)
    if (metric.name == name) return metric.value;
  ADD_FAILURE() << "no metric " << name;
  return std::nullopt;
}

TEST(HallResult, SaysWhatTheSupplyFeels) {
  std::vector<Series> series;
  const Result result = hall_result(swinging(), 16, series);
  EXPECT_EQ(result.test, "burnin.pulse");
  EXPECT_EQ(label(result.subject), "group all of 16 ranks");
  EXPECT_EQ(result.subject.ranks, 16);
  EXPECT_NEAR(value(result, "power_sum_mean").value_or(0), 4000, 1);
  EXPECT_NEAR(value(result, "power_range").value_or(0), 2000, 1);
  EXPECT_NEAR(value(result, "power_rise_max").value_or(0), 2000, 1)
      << "from trough to crest in 1 s";
  EXPECT_NEAR(value(result, "power_swing").value_or(0), 1000, 30);
  EXPECT_THAT(result.facts.at("power_swing_line_1"), testing::StartsWith("0.5"));
  ASSERT_EQ(series.size(), 1U);
  EXPECT_NEAR(series[0].t0_s, 20, 1e-3);
  EXPECT_EQ(series[0].values.size(), 1000U);
}

TEST(HallResult, AGapIsNoPower) {
  HallLoad load = swinging();
  for (std::size_t i = 300; i < 320; ++i) load.power.all.watts[i] = kNan;
  std::vector<Series> series;
  const Result result = hall_result(load, 16, series);
  EXPECT_FALSE(series.at(0).values.at(310).has_value());
  EXPECT_NEAR(value(result, "power_range").value_or(0), 2000, 1);
}

TEST(HallResult, AShortLoadHasNoSpectrumButARange) {
  HallLoad load = swinging();
  load.power.latest.watts.resize(40);
  load.power.latest.slots.size = 40;
  std::vector<Series> series;
  const Result result = hall_result(load, 4, series);
  EXPECT_FALSE(value(result, "power_swing").has_value());
  EXPECT_TRUE(value(result, "power_range").has_value());
}

TEST(HallResult, SaysWhyThereIsNone) {
  std::vector<Series> series;
  const Result result = hall_result(
      {.test = "burnin.soak", .power = {.why_not = "the power of 1 nodes is not known: b"}}, 4,
      series);
  EXPECT_TRUE(result.metrics.empty());
  EXPECT_TRUE(series.empty());
  EXPECT_THAT(result.facts.at("power_sum_mean_unknown"), testing::HasSubstr("not known: b"));
}

}  // namespace
}  // namespace assay
