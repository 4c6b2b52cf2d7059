#include "reports/judge.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reports/judge/sample.hpp"

namespace assay::test {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

const std::string kRead = "{test: memory.read, metric: bandwidth, each: gpu, ";

TEST(Limits, LimitsOfHigherLevelsAreCountedAsNotJudged) {
  const Judgement judgement =
      judge_with(healthy_report(), one_limit(kRead + "at_least: 1 GB/s}\n  - " + kRead +
                                             "level: burnin, at_least: 4 TB/s}\n  - " + kRead +
                                             "when: {nodes: 2}, at_least: 4 TB/s}"));
  EXPECT_EQ(judgement.verdict, Verdict::pass) << reasons_of(judgement);
  EXPECT_THAT(judgement.not_judged,
              ElementsAre("memory.read.bandwidth, each gpu (level burnin)",
                          "memory.read.bandwidth, each gpu (runs of more nodes)"));
}

TEST(Limits, ChoosesTheLimitsOfThisKindOfMachine) {
  const std::string yaml = one_limit(
      "{test: system.kernel_log, metric: xid_count, when: {virtual: false}, at_most: 0}\n  - "
      "{test: system.kernel_log, metric: xid_count, when: {virtual: true}, warn_above: 0}");
  Report report = healthy_report();
  result_of(report, "system.kernel_log", "node").metrics[0].value = 1;
  EXPECT_EQ(judge_with(report, yaml).verdict, Verdict::fail);
  report.node.hypervisor = "kvm";
  EXPECT_EQ(judge_with(report, yaml).verdict, Verdict::warn);
}

TEST(Limits, SelectsByParameters) {
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

TEST(Limits, AbsentHardwareThatNobodyExpectsIsNotApplicable) {
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

TEST(Limits, ASubjectMaySayThatItHasNoSuchThing) {
  const std::string yaml = one_limit("{test: memory.*, metric: defects, at_most: 0}");
  Report report = healthy_report();
  EXPECT_TRUE(has_reason(judge_with(report, yaml), "absent-metric"));
  for (Result& result : report.results) result.facts["defects_absent"] = "does not verify";
  const Judgement judgement = judge_with(report, yaml);
  EXPECT_EQ(judgement.verdict, Verdict::pass) << reasons_of(judgement);
  EXPECT_THAT(judgement.checks, SizeIs(1));
  EXPECT_THAT(judgement.not_applicable, SizeIs(8));
}

TEST(Limits, ListsWhatNoLimitIsOn) {
  const Judgement judgement = judge_with(
      healthy_report(),
      one_limit("{test: memory.read, metric: bandwidth, statistic: droop, at_least: 90 %}"));
  EXPECT_EQ(judgement.verdict, Verdict::pass) << reasons_of(judgement);
  EXPECT_THAT(judgement.uncovered,
              ElementsAre("memory.patterns.coverage", "memory.patterns.defects",
                          "memory.read.bandwidth", "system.kernel_log.xid_count"));
}

TEST(Limits, ALimitMayNameAnotherStatistic) {
  Report report = healthy_report();
  const Samples& samples = *result_of(report, "memory.read", "gpu 0").metrics[0].samples;
  ASSERT_LT(samples.p05, samples.p50);
  const std::string bound = "at_least: " + std::to_string(samples.p50) + " B/s}";
  EXPECT_EQ(judge_with(report, one_limit(kRead + "statistic: p50, " + bound)).verdict,
            Verdict::pass);
  EXPECT_EQ(judge_with(report, one_limit(kRead + bound)).verdict, Verdict::fail);
}

TEST(Limits, HoldsTelemetryAgainstLimits) {
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

TEST(Limits, WhatMustHaveHappenedIsLookedUpInFacts) {
  const auto with = [](const std::string& expect) {
    return judge_with(healthy_report(),
                      one_limit(kRead + "at_least: 1 GB/s, expect: " + expect + "}"));
  };
  EXPECT_EQ(with("{ecc: on}").verdict, Verdict::pass);
  EXPECT_EQ(with("{ecc: [off, o*]}").verdict, Verdict::pass);
  EXPECT_EQ(with("{ecc: off}").verdict, Verdict::fail);
  EXPECT_TRUE(has_reason(with("{transport: IB}"), "absent-fact"));
}

TEST(Limits, AFactThatNobodyCouldFindOutIsNoFact) {
  Report report = healthy_report();
  for (Result& result : report.results) result.facts["algorithm"] = "unknown";
  const auto with = [&](const std::string& expect) {
    return judge_with(report, one_limit(kRead + "at_least: 1 GB/s, expect: " + expect + "}"));
  };
  for (const char* expect : {"{algorithm: NVLS}", "{algorithm: '*'}", "{algorithm: unknown}"}) {
    EXPECT_EQ(with(expect).verdict, Verdict::unknown) << expect;
    EXPECT_TRUE(has_reason(with(expect), "absent-fact")) << expect;
  }
}

/// What all nodes of a run did together says nothing of fewer nodes.
Report on_nodes(std::int64_t run, std::int64_t measured) {
  Report report = healthy_report();
  report.run.nodes = run;
  for (Result& result : report.results) result.params["nodes"] = measured;
  return report;
}

TEST(Limits, AreNotDemandedOfMoreNodesThanTheyAreAbout) {
  const auto with = [](std::int64_t run, std::int64_t measured, const std::string& nodes) {
    return judge_with(on_nodes(run, measured),
                      one_limit(kRead + "at_least: 1 GB/s}\n  - " + kRead +
                                "when: {nodes: " + nodes + "}, at_least: 1 GB/s}"));
  };
  EXPECT_EQ(with(2, 2, "2").verdict, Verdict::pass);
  EXPECT_THAT(with(2, 2, "2").checks, SizeIs(16));
  const Judgement larger = with(4, 4, "2");
  EXPECT_EQ(larger.verdict, Verdict::pass) << reasons_of(larger);
  EXPECT_THAT(larger.not_judged,
              ElementsAre("memory.read.bandwidth, each gpu (measured on 4 nodes together)"));
  EXPECT_THAT(with(4, 2, "2").checks, SizeIs(16)) << "parts of a run are judged as what they are";
  // Where it does not stand that all nodes took part, it is as any other limit without data.
  EXPECT_TRUE(has_reason(with(4, 3, "2"), "no-match"));
  EXPECT_TRUE(has_reason(with(1, 2, "1"), "no-match"));
}

TEST(Limits, OfFewerNodesAreDemandedWhereATestDidNotEndWell) {
  const std::string two = one_limit(kRead + "when: {nodes: 2}, at_least: 1 GB/s}");
  Report report = on_nodes(4, 4);
  result_of(report, "memory.read", "gpu 3").outcome = Outcome::error;
  EXPECT_TRUE(has_reason(judge_with(report, two), "no-match"));
  report = on_nodes(4, 4);
  std::erase_if(report.results, [](const Result& r) { return r.test == "memory.read"; });
  EXPECT_TRUE(has_reason(judge_with(report, two), "absent-test"));
}

TEST(Limits, AReferenceIsAskedForItsFigure) {
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

}  // namespace
}  // namespace assay::test
