#include "reports/render/results_table.hpp"

#include <gmock/gmock.h>

#include "core/stats.hpp"
#include "tests/reports/render/samples.hpp"

namespace assay {
namespace {

Subject gpu(std::int64_t index) { return {.kind = "gpu", .index = index}; }

Result read_result_of(std::int64_t index, double rate) {
  Metric metric = sampled_metric("bandwidth", Unit::bytes_per_second, Better::higher, {rate, rate});
  metric.peak = 4e12;
  return {.test = "memory.read", .subject = gpu(index), .metrics = {metric}};
}

Check check_on(std::int64_t index, Verdict verdict) {
  return {.test = "memory.read",
          .subject = label(gpu(index)),
          .metric = "bandwidth",
          .verdict = verdict};
}

std::vector<ResultRow> rows(const Judgement& judgement, const Report& report,
                            bool verbose = false) {
  return result_rows(judgement, {.verbose = verbose, .report = &report});
}

TEST(ResultRows, SubjectsThatFaredAlikeShareARow) {
  Report report;
  Judgement judgement;
  for (std::int64_t i = 0; i < 8; ++i) {
    report.results.push_back(read_result_of(i, 3e12 + static_cast<double>(i) * 1e10));
    judgement.checks.push_back(check_on(i, i == 5 ? Verdict::fail : Verdict::pass));
  }
  const auto folded = rows(judgement, report);
  ASSERT_EQ(folded.size(), 2U);
  EXPECT_EQ(folded[0].test, "memory.read.bandwidth");
  EXPECT_EQ(folded[0].subject, "7 gpu");
  EXPECT_EQ(folded[0].value, "3 TB/s .. 3.07 TB/s");
  EXPECT_EQ(folded[0].share, "75.0 % .. 76.8 %");
  EXPECT_EQ(folded[1].subject, "gpu 5");
  EXPECT_EQ(folded[1].verdict, Verdict::fail);
  EXPECT_EQ(rows(judgement, report, true).size(), 8U);
}

TEST(ResultRows, WhatNoLimitCoversIsShownWithoutAVerdict) {
  Report report;
  report.results = {read_result_of(0, 3e12)};
  const auto shown = rows({}, report);
  ASSERT_EQ(shown.size(), 1U);
  EXPECT_EQ(shown[0].value, "3 TB/s");
  EXPECT_FALSE(shown[0].verdict.has_value());
}

TEST(ResultRows, ATestWithoutSamplesIsOneRowWithItsWorstVerdict) {
  Report report;
  report.results = {{.test = "system.memory",
                     .metrics = {reading("bytes", Unit::bytes, Better::higher, 0x1p30),
                                 reading("corrected", Unit::count, Better::lower, 3)}}};
  Judgement judgement;
  judgement.checks = {
      {.test = "system.memory", .subject = "node", .metric = "bytes", .verdict = Verdict::pass},
      {.test = "system.memory",
       .subject = "node",
       .metric = "corrected",
       .verdict = Verdict::fail}};
  const auto shown = rows(judgement, report);
  ASSERT_EQ(shown.size(), 1U);
  EXPECT_EQ(shown[0].test, "system.memory");
  EXPECT_EQ(shown[0].value, "1 GiB bytes");
  EXPECT_EQ(shown[0].verdict, Verdict::fail);
  EXPECT_EQ(rows(judgement, report, true).size(), 2U);
}

TEST(ResultRows, ATestThatDidNotRunSaysSo) {
  Report report;
  report.results = {
      {.test = "memory.read", .subject = gpu(0), .outcome = Outcome::error, .reason = "SIGSEGV"}};
  Judgement judgement;
  judgement.checks = {check_on(0, Verdict::unknown)};
  const auto shown = rows(judgement, report);
  ASSERT_EQ(shown.size(), 1U);
  EXPECT_EQ(shown[0].value, "error");
  EXPECT_EQ(shown[0].verdict, Verdict::unknown);
}

TEST(ResultRows, AbsentHardwareIsNotASkippedTest) {
  Report report;
  report.results = {
      {.test = "system.infiniband",
       .outcome = Outcome::skipped,
       .reason = "no port",
       .absent = true},
      {.test = "system.pcie", .outcome = Outcome::skipped, .reason = "no permission"}};
  const auto shown = rows({}, report);
  ASSERT_EQ(shown.size(), 2U);
  EXPECT_EQ(shown[0].value, "absent");
  EXPECT_EQ(shown[1].value, "skipped");
}

TEST(ResultRows, TheLastAttemptCounts) {
  Report report;
  report.results = {read_result_of(0, 1e12), read_result_of(0, 3e12)};
  report.results[1].attempt = 2;
  const auto shown = rows({}, report);
  ASSERT_EQ(shown.size(), 1U);
  EXPECT_EQ(shown[0].value, "3 TB/s");
}

TEST(ResultRows, NoCheckThatFailedIsMissing) {
  Report report;
  report.results = {read_result_of(0, 3e12)};
  Judgement judgement;
  judgement.checks = {check_on(0, Verdict::pass), check_on(1, Verdict::unknown)};
  judgement.checks.push_back(
      {.test = "memory.read", .subject = "gpu 0", .metric = "errors", .verdict = Verdict::fail});
  std::vector<std::string> named;
  for (const ResultRow& row : rows(judgement, report))
    named.push_back(row.test + ' ' + row.subject);
  EXPECT_THAT(named,
              testing::ElementsAre("memory.read.bandwidth gpu 0", "memory.read.bandwidth gpu 1",
                                   "memory.read.errors gpu 0"));
}

}  // namespace
}  // namespace assay
