#include "reports/judge.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reports/judge/sample.hpp"

namespace assay::test {
namespace {

using testing::HasSubstr;

/// A first attempt that fails its limit and a second that holds.
Report retried(double first_rate, double second_rate) {
  Report report = healthy_report();
  Result second = result_of(report, "memory.read", "gpu 3");
  second.attempt = 2;
  const auto set = [](Result& result, double typical) {
    result.metrics = {rate("bandwidth", Unit::bytes_per_second, typical)};
    result.metrics[0].peak = 3.352e12;
  };
  set(second, second_rate);
  set(result_of(report, "memory.read", "gpu 3"), first_rate);
  report.results.push_back(second);
  return report;
}

TEST(Retry, APassOnRetryIsAWarningThatNamesTheAttempts) {
  const Judgement judgement = judge_healthy(retried(2.5e12, 3.0e12));
  EXPECT_EQ(judgement.verdict, Verdict::warn) << reasons_of(judgement);
  ASSERT_TRUE(has_reason(judgement, "passed-on-retry"));
  EXPECT_THAT(reasons_of(judgement), HasSubstr("attempt 2 only (attempt 1: below-limit)"));
}

TEST(Retry, TheLastAttemptCounts) {
  EXPECT_EQ(judge_healthy(retried(3.0e12, 2.5e12)).verdict, Verdict::fail);
  EXPECT_EQ(judge_healthy(retried(3.0e12, 3.0e12)).verdict, Verdict::pass);
  EXPECT_EQ(judge_healthy(retried(2.5e12, 2.5e12)).verdict, Verdict::fail);
}

TEST(Retry, ARetryAfterACrashIsAWarning) {
  Report report = retried(3.0e12, 3.0e12);
  Result& first = result_of(report, "memory.read", "gpu 3");
  first.outcome = Outcome::error;
  first.reason = "killed by signal 6";
  first.metrics.clear();
  const Judgement judgement = judge_healthy(report);
  EXPECT_EQ(judgement.verdict, Verdict::warn) << reasons_of(judgement);
  EXPECT_THAT(reasons_of(judgement), HasSubstr("signal 6"));
}

TEST(Retry, NoRetryTakesBackAWrongAnswer) {
  Report report = retried(3.0e12, 3.0e12);
  Result& first = result_of(report, "memory.read", "gpu 3");
  first.outcome = Outcome::failed;
  first.defects = {{.what = "element 7", .expected = "0x1", .actual = "0x3", .count = 2}};
  const Judgement judgement = judge_healthy(report);
  EXPECT_EQ(judgement.verdict, Verdict::fail);
  EXPECT_THAT(reasons_of(judgement),
              HasSubstr("2 wrong in all, first element 7, expected 0x1, found 0x3"));
}

}  // namespace
}  // namespace assay::test
