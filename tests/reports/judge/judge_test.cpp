#include "reports/judge.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/stats.hpp"
#include "tests/reports/judge/sample.hpp"

namespace assay::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
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

TEST(Judge, LimitsOfHigherLevelsAreCountedAsNotJudged) {
  const Judgement judgement =
      judge_with(healthy_report(), one_limit(kRead + "at_least: 1 GB/s}\n  - " + kRead +
                                             "level: burnin, at_least: 4 TB/s}\n  - " + kRead +
                                             "when: {nodes: 2}, at_least: 4 TB/s}"));
  EXPECT_EQ(judgement.verdict, Verdict::pass) << reasons_of(judgement);
  EXPECT_THAT(judgement.not_judged,
              ElementsAre("memory.read.bandwidth, each gpu (level burnin)",
                          "memory.read.bandwidth, each gpu (runs of more nodes)"));
}

TEST(Judge, ChoosesTheLimitsOfThisKindOfMachine) {
  const std::string yaml = one_limit(
      "{test: system.kernel_log, metric: xid_count, when: {virtual: false}, at_most: 0}\n  - "
      "{test: system.kernel_log, metric: xid_count, when: {virtual: true}, warn_above: 0}");
  Report report = healthy_report();
  result_of(report, "system.kernel_log", "node").metrics[0].value = 1;
  EXPECT_EQ(judge_with(report, yaml).verdict, Verdict::fail);
  report.node.hypervisor = "kvm";
  EXPECT_EQ(judge_with(report, yaml).verdict, Verdict::warn);
}

TEST(Judge, SelectsByParameters) {
  Report report = healthy_report();
  Result& result = result_of(report, "memory.patterns", "node");
  result.params["bytes"] = std::int64_t{8589934592};
  const auto with = [&](const std::string& when) {
    return judge_with(report, one_limit("{test: memory.patterns, metric: defects, when: " + when +
                                        ", at_most: 0}"));
  };
  EXPECT_EQ(with("{bytes: 8 GiB}").verdict, Verdict::pass);
  EXPECT_EQ(with("{nodes: 1, data: random}").verdict, Verdict::pass);
  EXPECT_TRUE(has_reason(with("{bytes: 4 GiB}"), "no-match"));
  EXPECT_TRUE(has_reason(with("{threads: 2}"), "no-match"));
  EXPECT_TRUE(has_reason(with("{data: zeros}"), "no-match"));
}

TEST(Judge, AbsentHardwareThatNobodyExpectsIsNotApplicable) {
  const Judgement judgement = judge_healthy(healthy_report());
  EXPECT_THAT(judgement.not_applicable,
              ElementsAre("system.infiniband.link_downed_delta, each port (no RDMA device)"));
  const Judgement expected =
      judge_with(healthy_report(),
                 "profile: p\nexpect: {ports: 8}\nlimits:\n  - {test: system.infiniband, "
                 "metric: link_downed_delta, each: port, at_most: 0}\n");
  EXPECT_EQ(expected.verdict, Verdict::unknown);
  EXPECT_TRUE(has_reason(expected, "missing-subject"));
}

TEST(Judge, ASubjectMaySayThatItHasNoSuchThing) {
  const std::string yaml = one_limit("{test: memory.*, metric: defects, at_most: 0}");
  Report report = healthy_report();
  EXPECT_TRUE(has_reason(judge_with(report, yaml), "absent-metric"));
  for (Result& result : report.results) result.facts["defects_absent"] = "does not verify";
  const Judgement judgement = judge_with(report, yaml);
  EXPECT_EQ(judgement.verdict, Verdict::pass) << reasons_of(judgement);
  EXPECT_THAT(judgement.checks, SizeIs(1));
  EXPECT_THAT(judgement.not_applicable, SizeIs(8));
}

TEST(Judge, ListsWhatNoLimitIsOn) {
  const Judgement judgement = judge_with(
      healthy_report(),
      one_limit("{test: memory.read, metric: bandwidth, statistic: droop, at_least: 90 %}"));
  EXPECT_EQ(judgement.verdict, Verdict::pass) << reasons_of(judgement);
  EXPECT_THAT(judgement.uncovered,
              ElementsAre("memory.patterns.coverage", "memory.patterns.defects",
                          "memory.read.bandwidth", "system.kernel_log.xid_count"));
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

TEST(Judge, ALimitMayNameAnotherStatistic) {
  Report report = healthy_report();
  const Samples& samples = *result_of(report, "memory.read", "gpu 0").metrics[0].samples;
  ASSERT_LT(samples.p05, samples.p50);
  const std::string bound = "at_least: " + std::to_string(samples.p50) + " B/s}";
  EXPECT_EQ(judge_with(report, one_limit(kRead + "statistic: p50, " + bound)).verdict,
            Verdict::pass);
  EXPECT_EQ(judge_with(report, one_limit(kRead + bound)).verdict, Verdict::fail);
}

TEST(Judge, HoldsTelemetryAgainstLimits) {
  Report report = healthy_report();
  result_of(report, "memory.read", "gpu 2").telemetry.quantities["temperature_c"]["max"] = 91;
  const Judgement judgement = judge_healthy(report);
  EXPECT_EQ(judgement.verdict, Verdict::fail);
  EXPECT_EQ(judgement.reasons.at(0).metric, "telemetry.temperature_c.max");
  EXPECT_EQ(judgement.reasons.at(0).unit, Unit::celsius);
  const std::string watts =
      "{test: memory.read, metric: telemetry.temperature_c.max, at_most: 85 W}";
  EXPECT_TRUE(has_reason(judge_with(report, one_limit(watts)), "wrong-unit"));
}

TEST(Judge, WhatMustHaveHappenedIsLookedUpInFacts) {
  const auto with = [](const std::string& expect) {
    return judge_with(healthy_report(),
                      one_limit(kRead + "at_least: 1 GB/s, expect: " + expect + "}"));
  };
  EXPECT_EQ(with("{ecc: on}").verdict, Verdict::pass);
  EXPECT_EQ(with("{ecc: [off, o*]}").verdict, Verdict::pass);
  EXPECT_EQ(with("{ecc: off}").verdict, Verdict::fail);
  EXPECT_TRUE(has_reason(with("{transport: IB}"), "absent-fact"));
}

TEST(Judge, MissingGpusAreNamed) {
  Report report = healthy_report();
  std::erase_if(report.results, [](const Result& r) { return r.subject.index == 5; });
  const Judgement judgement = judge_healthy(report);
  EXPECT_THAT(reasons_of(judgement), HasSubstr("gpu 5 (serial 1650123000005)"));
}

TEST(Judge, AReferenceIsAskedForItsFigure) {
  JudgeOptions options{.now_wall_s = kNow_s};
  options.reference = [](Threshold::Of of, const Result&, const Metric& metric,
                         std::string_view statistic) {
    EXPECT_EQ(of, Threshold::Of::baseline);
    EXPECT_EQ(statistic, "p05");
    return std::optional<double>(*metric.value * 1.1);
  };
  const auto with = [&](const std::string& bound) {
    return judge({healthy_report(), "", ""}, read_profile(one_limit(kRead + bound), "p.yaml"),
                 options);
  };
  EXPECT_EQ(with("at_least: 90 % of baseline}").verdict, Verdict::pass);
  EXPECT_EQ(with("at_least: 95 % of baseline}").verdict, Verdict::fail);
  options.reference = [](Threshold::Of, const Result&, const Metric& metric, std::string_view) {
    return std::optional<double>(*metric.value / 2.5);
  };
  EXPECT_TRUE(has_reason(with("at_least: 90 % of baseline}"), "implausible"));
}

TEST(Judge, TheSiteFilesSerialsAreFound) {
  JudgeOptions options{.now_wall_s = kNow_s, .max_age_s = 7200};
  options.expected_serial = "SN-1";
  for (const Gpu& gpu : healthy_report().node.gpus) options.expected_serials.push_back(gpu.serial);
  const Judgement judgement =
      judge({healthy_report(), "", ""}, read_profile(healthy_yaml(), "p.yaml"), options);
  EXPECT_EQ(judgement.verdict, Verdict::pass) << reasons_of(judgement);
}

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

TEST(Judge, APassOnRetryIsAWarningThatNamesTheAttempts) {
  const Judgement judgement = judge_healthy(retried(2.5e12, 3.0e12));
  EXPECT_EQ(judgement.verdict, Verdict::warn) << reasons_of(judgement);
  ASSERT_TRUE(has_reason(judgement, "passed-on-retry"));
  EXPECT_THAT(reasons_of(judgement), HasSubstr("attempt 2 only (attempt 1: below-limit)"));
}

TEST(Judge, TheLastAttemptCounts) {
  EXPECT_EQ(judge_healthy(retried(3.0e12, 2.5e12)).verdict, Verdict::fail);
  EXPECT_EQ(judge_healthy(retried(3.0e12, 3.0e12)).verdict, Verdict::pass);
  EXPECT_EQ(judge_healthy(retried(2.5e12, 2.5e12)).verdict, Verdict::fail);
}

TEST(Judge, ARetryAfterACrashIsAWarning) {
  Report report = retried(3.0e12, 3.0e12);
  Result& first = result_of(report, "memory.read", "gpu 3");
  first.outcome = Outcome::error;
  first.reason = "killed by signal 6";
  first.metrics.clear();
  const Judgement judgement = judge_healthy(report);
  EXPECT_EQ(judgement.verdict, Verdict::warn) << reasons_of(judgement);
  EXPECT_THAT(reasons_of(judgement), HasSubstr("signal 6"));
}

TEST(Judge, NoRetryTakesBackAWrongAnswer) {
  Report report = retried(3.0e12, 3.0e12);
  Result& first = result_of(report, "memory.read", "gpu 3");
  first.outcome = Outcome::failed;
  first.defects = {{.what = "element 7", .expected = "0x1", .actual = "0x3", .count = 2}};
  const Judgement judgement = judge_healthy(report);
  EXPECT_EQ(judgement.verdict, Verdict::fail);
  EXPECT_THAT(reasons_of(judgement),
              HasSubstr("2 wrong in all, first element 7, expected 0x1, found 0x3"));
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
