#include "reports/judge.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/stats.hpp"
#include "tests/reports/judge/sample.hpp"

namespace assay::test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

const std::string kRead = "{test: memory.read, metric: bandwidth, each: gpu, ";

TEST(Judge, NamesTheSlowGpuAndByHowMuch) {
  Report report = healthy_report();
  Metric slow = rate("bandwidth", Unit::bytes_per_second, 2.5e12);
  slow.peak = 3.352e12;
  result_of(report, "memory.read", "gpu 3").metrics = {slow};
  const Judgement judgement = judge_healthy(report);
  EXPECT_EQ(judgement.verdict, Verdict::fail);
  ASSERT_THAT(judgement.reasons, SizeIs(1)) << reasons_of(judgement);
  const Reason& reason = judgement.reasons.front();
  EXPECT_EQ(reason.id, "below-limit");
  EXPECT_EQ(reason.subject, "gpu 3");
  EXPECT_EQ(reason.test, "memory.read");
  EXPECT_EQ(reason.metric, "bandwidth");
  EXPECT_EQ(reason.op, ">=");
  EXPECT_DOUBLE_EQ(*reason.limit, 0.85 * 3.352e12);
  EXPECT_DOUBLE_EQ(*reason.measured, *slow.value);
  EXPECT_DOUBLE_EQ(*reason.margin, (*slow.value - *reason.limit) / *reason.limit);
  EXPECT_EQ(reason.unit, Unit::bytes_per_second);
  EXPECT_THAT(reason.source, HasSubstr("healthy.yaml:6 (https://example.org"));
  EXPECT_THAT(reason.text, HasSubstr("85 % of peak (2.849 TB/s)"));
}

TEST(Judge, TheNumberWrittenIsTheNumberCompared) {
  Report report = healthy_report();
  std::erase_if(report.results, [](const Result& r) { return r.subject.index.value_or(0) != 0; });
  const double value = *result_of(report, "memory.read", "gpu 0").metrics[0].value;
  const auto verdict = [&](double limit) {
    Profile profile = read_profile(
        one_limit("{test: memory.read, metric: bandwidth, at_least: 1 B/s}"), "p.yaml");
    profile.limits[0].at_least->value = limit;
    return judge({report, "", ""}, profile, {.now_wall_s = kNow_s});
  };
  report.run.planned.clear();
  EXPECT_EQ(verdict(value).checks.at(0).verdict, Verdict::pass);
  EXPECT_EQ(verdict(std::nextafter(value, 1e13)).checks.at(0).verdict, Verdict::fail);
}

TEST(Judge, ASubjectThatWasPlannedAndHasNoResultIsUnknown) {
  Report report = healthy_report();
  for (int i = 0; i < 8; ++i)
    report.run.planned_on["memory.read"].push_back("gpu " + std::to_string(i));
  EXPECT_EQ(judge_healthy(report).verdict, Verdict::pass) << reasons_of(judge_healthy(report));
  report.run.planned_on["memory.read"].emplace_back("gpu 8");
  const Judgement judgement = judge_healthy(report);
  EXPECT_EQ(judgement.verdict, Verdict::unknown);
  ASSERT_TRUE(has_reason(judgement, "missing-result"));
  EXPECT_EQ(judgement.reasons.front().subject, "gpu 8");
  EXPECT_EQ(judgement.reasons.front().test, "memory.read");
}

TEST(Judge, WarnsBetweenTheTwoBounds) {
  const Judgement judgement = judge_with(
      healthy_report(), one_limit(kRead + "at_least: 85 % of peak, warn_below: 99 % of peak}"));
  EXPECT_EQ(judgement.verdict, Verdict::warn);
  EXPECT_THAT(judgement.reasons, SizeIs(8));
  EXPECT_TRUE(has_reason(judgement, "warn-below"));
}

TEST(Judge, AnUnsteadyTestIsAWarning) {
  Report report = healthy_report();
  result_of(report, "memory.read", "gpu 3").steady = false;
  const Judgement judgement = judge_healthy(report);
  EXPECT_EQ(judgement.verdict, Verdict::warn);
  EXPECT_TRUE(has_reason(judgement, "not-steady"));
}

TEST(Judge, FailOutranksUnknownOutranksWarn) {
  Report report = healthy_report();
  report.run.complete = false;
  result_of(report, "memory.read", "gpu 1").steady = false;
  result_of(report, "system.kernel_log", "node").metrics[0].value = 2;
  const Judgement judgement = judge_healthy(report);
  EXPECT_EQ(judgement.verdict, Verdict::fail);
  EXPECT_EQ(judgement.reasons.front().id, "above-limit");
  EXPECT_EQ(judgement.reasons.back().id, "not-steady");
}

TEST(Judge, ADroopFails) {
  Report report = healthy_report();
  std::vector<double> samples(60, 3.0e12);
  for (std::size_t i = 40; i < samples.size(); ++i) samples[i] = 2.6e12;
  Metric drooping = sampled_metric("bandwidth", Unit::bytes_per_second, Better::higher, samples);
  drooping.peak = 3.0e12;
  result_of(report, "memory.read", "gpu 5").metrics = {drooping};
  const Judgement judgement = judge_healthy(report);
  EXPECT_EQ(judgement.verdict, Verdict::fail);
  ASSERT_THAT(judgement.reasons, SizeIs(1)) << reasons_of(judgement);
  EXPECT_DOUBLE_EQ(*judgement.reasons[0].measured, 2.6 / 3.0);
  EXPECT_EQ(judgement.reasons[0].unit, Unit::ratio);
}

TEST(Judge, MissingGpusAreNamed) {
  Report report = healthy_report();
  std::erase_if(report.results, [](const Result& r) { return r.subject.index == 5; });
  const Judgement judgement = judge_healthy(report);
  EXPECT_THAT(reasons_of(judgement), HasSubstr("gpu 5 (serial 1650123000005)"));
}

TEST(Judge, TheSiteFilesSerialsAreFound) {
  JudgeOptions options{.now_wall_s = kNow_s, .max_age_s = 7200};
  options.expected_serial = "SN-1";
  for (const Gpu& gpu : healthy_report().node.gpus) options.expected_serials.push_back(gpu.serial);
  const Judgement judgement =
      judge({healthy_report(), "", ""}, read_profile(healthy_yaml(), "p.yaml"), options);
  EXPECT_EQ(judgement.verdict, Verdict::pass) << reasons_of(judgement);
}

TEST(Judge, RepeatsNothing) {
  Report report = healthy_report();
  std::erase_if(report.results, [](const Result& r) { return r.subject.index == 7; });
  const Judgement judgement = judge_healthy(report);
  std::vector<std::string> texts;
  for (const Reason& reason : judgement.reasons) {
    EXPECT_THAT(texts, Not(Contains(reason.text)));
    texts.push_back(reason.text);
  }
}

TEST(Judge, CarriesWhatTheProfileSaysOfItself) {
  const Judgement judgement =
      judge({healthy_report(), "a.json", ""}, load_profile("integrity"), {.now_wall_s = kNow_s});
  EXPECT_EQ(judgement.node, "node-0001");
  EXPECT_EQ(judgement.report, "a.json");
  EXPECT_EQ(judgement.profile, "integrity");
  EXPECT_THAT(judgement.describes, HasSubstr("Speed is NOT judged"));
}

}  // namespace
}  // namespace assay::test
