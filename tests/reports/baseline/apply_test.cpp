#include "reports/baseline/apply.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/stats.hpp"
#include "tests/reports/baseline/fleet.hpp"
#include "tests/reports/judge/sample.hpp"

namespace assay::test {
namespace {

using testing::HasSubstr;

/// Judges as `assay judge --baseline` does.
Judgement judge_by(const AppliedBaseline& baseline, const Report& report, const std::string& yaml) {
  JudgeOptions options{.now_wall_s = kNow_s};
  baseline.refer(report, options);
  const Profile profile = baseline.with_learned(read_profile(yaml, "p.yaml"), report);
  return judge({report, "r.json", ""}, profile, options);
}

class Applied : public testing::Test {
 protected:
  Report good_ = reports_of({}).front().report;
  AppliedBaseline baseline_{read_baseline(to_yaml(learned_from(reports_of({}))), "good.yaml")};

  void set(double value) {
    Metric& metric = result_of(good_, "memory.read", "gpu 3").metrics.front();
    metric = rate("bandwidth", Unit::bytes_per_second, value / 0.98);
  }
};

const std::string kNothing = "profile: p\nlimits: []\n";
const std::string kOther = one_limit("{test: memory.patterns, metric: defects, at_most: 0}");

TEST_F(Applied, GoodNodesPassTheLearnedLimits) {
  const Judgement judgement = judge_by(baseline_, good_, kNothing);
  EXPECT_EQ(judgement.verdict, Verdict::pass) << reasons_of(judgement);
  EXPECT_GE(judgement.checks.size(), 10U);
}

TEST_F(Applied, ASlowGpuFailsTheLearnedLimitAndTheSourceSaysWhose) {
  set(0.9 * kTypicalRead);
  const Judgement judgement = judge_by(baseline_, good_, kOther);
  EXPECT_EQ(judgement.verdict, Verdict::fail);
  EXPECT_EQ(judgement.reasons.front().id, "below-limit");
  EXPECT_EQ(judgement.reasons.front().subject, "gpu 3");
  EXPECT_THAT(judgement.reasons.front().source,
              testing::AllOf(HasSubstr("good.yaml:"), HasSubstr("10 nodes, 240 values")));
}

TEST_F(Applied, AMissingTestOrGpuIsUnknown) {
  std::erase_if(good_.results,
                [](const Result& r) { return r.test == "memory.read" && r.subject.index == 3; });
  EXPECT_TRUE(has_reason(judge_by(baseline_, good_, kNothing), "missing-subject"));
  std::erase_if(good_.results, [](const Result& r) { return r.test == "memory.read"; });
  EXPECT_TRUE(has_reason(judge_by(baseline_, good_, kNothing), "absent-test"));
}

TEST_F(Applied, WhereTheProfileSpeaksItAloneDecides) {
  set(0.9 * kTypicalRead);
  const std::string wide =
      one_limit("{test: memory.read, metric: bandwidth, each: gpu, at_least: 2 TB/s}");
  const Judgement judgement = judge_by(baseline_, good_, wide);
  EXPECT_EQ(judgement.verdict, Verdict::pass) << reasons_of(judgement);
}

TEST_F(Applied, WhatTheProfileSaysOfOtherConditionsLevelsOrSubjectsIsNothing) {
  set(0.9 * kTypicalRead);
  for (const char* other :
       {"when: {bytes: 8 GiB}, at_least: 50 % of peak", "level: burnin, at_least: 50 % of peak",
        "each: node, at_least: 50 % of peak", "statistic: droop, at_least: 50 %",
        "when: {virtual: true}, at_least: 50 % of peak"}) {
    const Judgement judgement =
        judge_by(baseline_, good_,
                 one_limit("{test: memory.read, metric: bandwidth, " + std::string(other) + "}"));
    EXPECT_TRUE(has_reason(judgement, "below-limit")) << other;
  }
}

TEST_F(Applied, SharesOfTheBaselineAreResolvedForEveryStatistic) {
  const double typical = limit_on(baseline_.baseline(), "memory.read", "bandwidth").typical;
  for (const char* statistic : {"", "statistic: p50, ", "statistic: mean, ", "statistic: min, "}) {
    const std::string yaml = one_limit("{test: memory.read, metric: bandwidth, each: gpu, " +
                                       std::string(statistic) + "at_least: 97 % of baseline}");
    EXPECT_EQ(judge_by(baseline_, good_, yaml).verdict, Verdict::pass) << statistic;
  }
  set(0.95 * typical);
  const Judgement judgement = judge_by(
      baseline_, good_,
      one_limit("{test: memory.read, metric: bandwidth, each: gpu, at_least: 97 % of baseline}"));
  EXPECT_EQ(judgement.verdict, Verdict::fail);
  EXPECT_NEAR(*judgement.reasons.front().limit, 0.97 * typical, 1);
}

TEST_F(Applied, AnotherMachineLevelOrDataIsUnknownNeverPass) {
  const auto verdict = [&](auto change) {
    Report other = good_;
    change(other);
    const Judgement judgement = judge_by(baseline_, other, kOther);
    EXPECT_TRUE(has_reason(judgement, "absent-baseline")) << reasons_of(judgement);
    return judgement.verdict;
  };
  EXPECT_EQ(verdict([](Report& r) { r.node.gpus.front().name = "H200"; }), Verdict::unknown);
  EXPECT_EQ(verdict([](Report& r) { r.node.gpus.pop_back(); }), Verdict::unknown);
  EXPECT_EQ(verdict([](Report& r) { r.node.nics.push_back({.board = "MT1"}); }), Verdict::unknown);
  EXPECT_EQ(verdict([](Report& r) { r.run.level = "standard"; }), Verdict::unknown);
  EXPECT_EQ(verdict([](Report& r) { r.run.data = "zeros"; }), Verdict::unknown);
  EXPECT_EQ(verdict([](Report& r) { r.node.hypervisor = "kvm"; }), Verdict::unknown);
}

TEST_F(Applied, MoreThanTwiceAsGoodIsImplausible) {
  set(2.2 * kTypicalRead);
  for (const std::string& yaml :
       {kNothing, one_limit("{test: memory.read, metric: bandwidth, at_least: 1 TB/s}"),
        one_limit("{test: memory.read, metric: bandwidth, at_least: 97 % of baseline}")}) {
    const Judgement judgement = judge_by(baseline_, good_, yaml);
    EXPECT_EQ(judgement.verdict, Verdict::unknown);
    EXPECT_TRUE(has_reason(judgement, "implausible")) << yaml;
  }
  set(1.9 * kTypicalRead);
  EXPECT_FALSE(has_reason(judge_by(baseline_, good_, kNothing), "implausible"));
}

TEST_F(Applied, ATimeUnderHalfOfItsBaselineIsImplausible) {
  std::vector<ReadReport> reports = reports_of({});
  const auto latency = [](double seconds) {
    Metric metric = rate("latency", Unit::seconds, seconds);
    metric.better = Better::lower;
    metric.statistic = "p95";
    metric.value = metric.samples->p95;
    return metric;
  };
  for (ReadReport& read : reports) read.report.results.push_back({.test = "memory.latency"});
  for (std::size_t i = 0; i < reports.size(); ++i)
    reports[i].report.results.back().metrics = {
        latency(1e-7 * (1 + 0.001 * static_cast<double>(i % 5)))};
  const AppliedBaseline baseline(learned_from(reports));
  Report& report = reports.front().report;
  EXPECT_EQ(judge_by(baseline, report, kNothing).verdict, Verdict::pass);
  report.results.back().metrics = {latency(0.4e-7)};
  EXPECT_TRUE(has_reason(judge_by(baseline, report, kNothing), "implausible"));
  report.results.back().metrics = {latency(1.3e-7)};
  EXPECT_TRUE(has_reason(judge_by(baseline, report, kNothing), "above-limit"));
}

TEST_F(Applied, ReportsOfSeveralNodesAreLeftToTheirProfile) {
  Report fabric = good_;
  fabric.nodes = {good_.node};
  fabric.node = {};
  const Judgement judgement = judge_by(baseline_, fabric, kOther);
  EXPECT_EQ(judgement.verdict, Verdict::pass) << reasons_of(judgement);
  EXPECT_EQ(judgement.checks.size(), 1U);
  EXPECT_TRUE(has_reason(
      judge_by(baseline_, fabric,
               one_limit("{test: memory.patterns, metric: coverage, at_least: 97 % of baseline}")),
      "absent-reference"));
}

TEST_F(Applied, AsksAnotherReferenceForTheFleet) {
  JudgeOptions options{.now_wall_s = kNow_s};
  options.reference = [](Threshold::Of of, const Result&, const Metric&, std::string_view) {
    return of == Threshold::Of::fleet_median ? std::optional(7.0) : std::nullopt;
  };
  baseline_.refer(good_, options);
  const Result& result = result_of(good_, "memory.read", "gpu 0");
  const Metric& metric = result.metrics.front();
  EXPECT_EQ(options.reference(Threshold::Of::fleet_median, result, metric, "p05"), 7.0);
  EXPECT_GT(options.reference(Threshold::Of::baseline, result, metric, "p05"), 1e12);
  EXPECT_FALSE(options.reference(Threshold::Of::baseline, result, metric, "droop"));
}

}  // namespace
}  // namespace assay::test
