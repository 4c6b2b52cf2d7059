#include "burnin/burn/stint_log.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/stats.hpp"

namespace assay {
namespace {

using testing::ElementsAre;

Result stint(const std::vector<double>& rates) {
  Result result;
  result.metrics.push_back(sampled_metric("flops", Unit::flops, Better::higher, rates));
  result.metrics.back().peak = 10;
  result.metrics.push_back(reading("duty", Unit::ratio, Better::higher, 0.5));
  return result;
}

Result lost(const std::string& reason) {
  Result result;
  result.outcome = Outcome::error;
  result.reason = reason;
  return result;
}

TEST(StintLog, AMetricIsItsMedianInEachStint) {
  StintLog log;
  log.add(stint({1, 2, 9}), 0, 60);
  log.add(stint({4}), 60, 60);
  const std::vector<Metric> folded = log.folded();
  ASSERT_EQ(folded.size(), 2U);
  EXPECT_EQ(folded[0].name, "flops");
  EXPECT_EQ(folded[0].peak, 10);
  ASSERT_TRUE(folded[0].samples);
  EXPECT_EQ(folded[0].samples->n, 2U);
  EXPECT_EQ(folded[0].samples->min, 2);
  EXPECT_EQ(folded[0].samples->max, 4);
  EXPECT_EQ(folded[0].value, 2) << "the worst of few";
  EXPECT_EQ(folded[1].name, "duty");
  EXPECT_EQ(log.loaded_s, 120);
}

TEST(StintLog, LostStintsAreNoTimeUnderLoad) {
  StintLog log;
  log.add(lost("killed by signal 11"), 0, 60);
  log.add(lost("hung"), 60, 60);
  EXPECT_EQ(log.loaded_s, 0);
  EXPECT_EQ(log.broken_in_a_row, 2U);
  EXPECT_EQ(log.first_break, "killed by signal 11");
  log.add(stint({1}), 120, 30);
  EXPECT_EQ(log.broken_in_a_row, 0U);
  EXPECT_EQ(log.broken, 2U);
  EXPECT_EQ(log.loaded_s, 30);
}

TEST(StintLog, DefectsAreAllCountedAndAFewKept) {
  StintLog log;
  for (int i = 0; i < 100; ++i) {
    Result result = stint({1});
    result.outcome = Outcome::failed;
    result.defects.push_back({.what = "digest", .count = 3});
    log.add(result, i * 60.0, 60);
  }
  EXPECT_EQ(log.defect_count, 300U);
  EXPECT_EQ(log.defects.size(), StintLog::kMostDefects);
  std::uint64_t kept = 0;
  for (const Defect& defect : log.defects) kept += defect.count;
  EXPECT_EQ(kept, 300U);
  EXPECT_EQ(log.first_defect_s, 0);
  EXPECT_EQ(log.last_defect_s, 99 * 60);
}

TEST(StintLog, TelemetryThatWasLostInAnyStintStaysLost) {
  StintLog log;
  Result one = stint({1});
  one.telemetry.lost = {"nvml"};
  log.add(stint({1}), 0, 60);
  log.add(one, 60, 60);
  log.add(one, 120, 60);
  EXPECT_THAT(log.lost, ElementsAre("nvml"));
}

TEST(StintLog, ANumberThatIsNoneIsNotFoldedAway) {
  StintLog log;
  log.add(stint({1}), 0, 60);
  log.add(stint({std::nan("")}), 60, 60);
  EXPECT_FALSE(log.folded()[0].value);
}

}  // namespace
}  // namespace assay
