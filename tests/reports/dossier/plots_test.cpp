#include "reports/dossier/plots.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <random>

namespace assay {
namespace {

Series random_series(std::mt19937& random, std::size_t n) {
  Series series{.subject = {.kind = "gpu", .index = 1}, .name = "power_w", .unit = Unit::watts};
  std::uniform_real_distribution<double> watts(100, 700);
  for (std::size_t i = 0; i < n; ++i) {
    const double mean = watts(random);
    if (random() % 9 == 0)
      series.values.emplace_back();
    else
      series.values.emplace_back(Series::Point{mean - 5, mean, mean + 5});
  }
  return series;
}

TEST(Plots, ThinnedLinesKeepTheExtremesAndTheLength) {
  std::mt19937 random(5);
  for (const std::size_t n : {1U, 479U, 480U, 481U, 5000U, 100000U}) {
    Report report;
    report.telemetry = {random_series(random, n)};
    double low = 1e9;
    double high = -1e9;
    for (const auto& point : report.telemetry[0].values)
      if (point) {
        low = std::min(low, point->min);
        high = std::max(high, point->max);
      }
    const auto plots = plots_of(report);
    ASSERT_EQ(plots.size(), 1U);
    const Plot::Line& line = plots[0].lines.at(0);
    const std::vector<double> lows = unpack(line.low);
    EXPECT_LE(lows.size(), 480U);
    EXPECT_GE(static_cast<double>(lows.size()) * line.period_s,
              static_cast<double>(n) * 0.1 - 1e-9);
    if (high < low) continue;
    EXPECT_NEAR(line.low.lo, low, 1e-9);
    EXPECT_NEAR(line.high.hi, high, 1e-9);
  }
}

TEST(Plots, MeansOfFoldedPointsAreTheirMeans) {
  Report report;
  Series series{.name = "power_w", .unit = Unit::watts};
  for (int i = 0; i < 960; ++i)
    series.values.emplace_back(Series::Point{0, i % 2 == 0 ? 100.0 : 300.0, 400});
  series.values[0].reset();
  report.telemetry = {series};
  const std::vector<double> means = unpack(plots_of(report)[0].lines[0].mean);
  ASSERT_EQ(means.size(), 480U);
  EXPECT_NEAR(means[0], 300, 0.1) << "a gap weighs nothing";
  EXPECT_NEAR(means[1], 200, 0.1);
}

TEST(Plots, PowerTemperatureAndClocksComeFirst) {
  Report report;
  for (const char* name : {"fan_rpm", "sm_clock_hz", "temperature_c", "power_w"})
    report.telemetry.push_back({.name = name, .values = {Series::Point{1, 1, 1}}});
  std::vector<std::string> names;
  for (const Plot& plot : plots_of(report)) names.push_back(plot.name);
  EXPECT_THAT(names, testing::ElementsAre("power_w", "temperature_c", "sm_clock_hz", "fan_rpm"));
}

TEST(Phases, SubjectsTestedAtOnceAreOneAndTheWorstShows) {
  Report report;
  for (int gpu = 0; gpu < 3; ++gpu) {
    Result& result = report.results.emplace_back();
    result.test = "memory.read";
    result.began_s = 4;
    result.elapsed_s = 2 + gpu;
  }
  Result& other = report.results.emplace_back();
  other.test = "compute.digest";
  other.began_s = 1;
  other.elapsed_s = 2;
  report.results.emplace_back().test = "system.gpu";  // does not say when
  Judgement judgement;
  judgement.reasons = {{.id = "x", .verdict = Verdict::warn, .test = "memory.read"},
                       {.id = "y", .verdict = Verdict::fail, .test = "memory.read"}};
  const auto spans = test_spans(report, judgement);
  ASSERT_EQ(spans.size(), 2U);
  EXPECT_EQ(spans[0].test, "compute.digest");
  EXPECT_FALSE(spans[0].worst);
  EXPECT_EQ(spans[1].to_s, 8);
  EXPECT_EQ(spans[1].worst, Verdict::fail);
}

}  // namespace
}  // namespace assay
