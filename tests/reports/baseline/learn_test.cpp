#include "reports/baseline/learn.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/error.hpp"
#include "core/stats.hpp"
#include "tests/reports/baseline/fleet.hpp"
#include "tests/reports/judge/sample.hpp"

namespace assay::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const LearnedLimit& read_limit_of(const Baseline& baseline) {
  return limit_on(baseline, "memory.read", "bandwidth");
}

TEST(Learn, SetsALimitFromHowGoodNodesDiffer) {
  const Baseline baseline = learned_from(reports_of({.nodes = 40}));
  const LearnedLimit& limit = read_limit_of(baseline);
  EXPECT_NEAR(limit.typical, kTypicalRead, 0.005 * kTypicalRead);
  EXPECT_EQ(limit.nodes, 40);
  EXPECT_EQ(limit.values, 40 * 8 * 3);
  EXPECT_EQ(limit.each, "gpu");
  EXPECT_EQ(limit.statistic, "p05");
  const double sigma = std::sqrt(0.004 * 0.004 + 0.003 * 0.003 + 0.002 * 0.002);
  EXPECT_NEAR(limit.spread.total / kTypicalRead, sigma, 0.2 * sigma);
  ASSERT_TRUE(limit.at_least && limit.warn_below);
  EXPECT_LT(limit.at_least->value, limit.warn_below->value);
  EXPECT_LT(limit.at_least->value, kTypicalRead * (1 - 5 * sigma));
  EXPECT_GT(limit.at_least->value, kTypicalRead * (1 - 10 * sigma));
  EXPECT_FALSE(limit.at_most);
}

TEST(Learn, ToleratesMoreOfWhatVariesMore) {
  const auto tolerated = [](const Fleet& fleet) {
    const Baseline baseline = learned_from(reports_of(fleet));
    return 1 - read_limit_of(baseline).at_least->value / read_limit_of(baseline).typical;
  };
  const double calm = tolerated({.node = 0.002, .gpu = 0.001, .run = 0.001});
  EXPECT_GT(tolerated({.node = 0.010, .gpu = 0.001, .run = 0.001}), 2 * calm);
  EXPECT_GT(tolerated({.node = 0.002, .gpu = 0.010, .run = 0.001}), 2 * calm);
  EXPECT_GT(tolerated({.node = 0.002, .gpu = 0.001, .run = 0.010}), 2 * calm);
  EXPECT_GE(tolerated({.node = 0, .gpu = 0, .run = 0.00001}), 0.0099);
}

TEST(Learn, LeavesOutAndNamesUpToAFifthOfTheNodes) {
  const std::vector<ReadReport> good = reports_of({.nodes = 10, .node = 0.002, .gpu = 0.002});
  const double clean = read_limit_of(learned_from(good)).at_least->value;
  std::vector<ReadReport> reports = good;
  slow_down(reports, "node-2", 5, 0.85);
  slow_down(reports, "node-7", 0, 0.93);
  const Baseline baseline = learned_from(reports);
  const LearnedLimit& limit = read_limit_of(baseline);
  EXPECT_THAT(limit.left_out, ElementsAre(HasSubstr("node-2 gpu 5"), HasSubstr("node-7 gpu 0")));
  EXPECT_THAT(limit.left_out.front(), HasSubstr("(-15 %)"));
  EXPECT_NEAR(limit.at_least->value, clean, 0.01 * clean);
  slow_down(reports, "node-9", 1, 0.85);
  const Baseline spoiled = learned_from(reports);
  EXPECT_THROW((void)read_limit_of(spoiled), std::out_of_range);
  EXPECT_THAT(spoiled.kinds.at(0).not_learned,
              Contains(testing::AllOf(HasSubstr("memory.read.bandwidth"),
                                      HasSubstr("3 of 10 nodes lie apart"), HasSubstr("node-9"))));
}

TEST(Learn, RefusesFewNodesUnlessTold) {
  const std::vector<ReadReport> reports = reports_of({.nodes = 4});
  try {
    (void)learned_from(reports);
    FAIL() << "learned from four nodes";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("4 nodes of 8 x NVIDIA H100 80GB HBM3"));
  }
  const Baseline few = learned_from(reports, 2);
  const Baseline many = learned_from(reports_of({.nodes = 40}));
  EXPECT_LT(read_limit_of(few).at_least->value, read_limit_of(many).at_least->value);
  EXPECT_THROW((void)learned_from(reports_of({.nodes = 1, .runs = 20}), 2), InputError);
  EXPECT_THROW((void)learned_from({}), InputError);
}

TEST(Learn, OneStrangerAmongManyIsLeftOutAndNamed) {
  std::vector<ReadReport> reports = reports_of({});
  ReadReport stranger = reports.front();
  stranger.source = "stranger.json";
  stranger.report.run.id = "other";
  stranger.report.node.gpus.pop_back();
  reports.push_back(stranger);
  const Baseline baseline = learned_from(reports);
  EXPECT_EQ(baseline.kinds.size(), 1U);
  EXPECT_THAT(baseline.left_out, ElementsAre(testing::AllOf(HasSubstr("stranger.json"),
                                                            HasSubstr("7 x NVIDIA H100"))));
}

TEST(Learn, LearnsFromWholeAndHonestRunsOnly) {
  const std::vector<ReadReport> good = reports_of({.nodes = 8});
  const auto left_out = [&](auto spoil) {
    std::vector<ReadReport> reports = good;
    spoil(reports.front().report);
    const Baseline baseline = learned_from(reports);
    EXPECT_EQ(baseline.kinds.at(0).reports.size(), good.size() - 1);
    return baseline.left_out;
  };
  EXPECT_THAT(left_out([](Report& r) { r.run.complete = false; }),
              ElementsAre(HasSubstr("not complete")));
  EXPECT_THAT(left_out([](Report& r) { r.run.injected = {"slow"}; }),
              ElementsAre(HasSubstr("planted")));
  EXPECT_THAT(left_out([](Report& r) { r.results[3].defects = {{.what = "flipped"}}; }),
              ElementsAre(HasSubstr("wrong answers")));
  EXPECT_THAT(left_out([](Report& r) { r.nodes = {r.node}; }),
              ElementsAre(HasSubstr("no single machine")));
  EXPECT_THAT(left_out([](Report& r) { r.node.gpus.clear(), r.node.cpus.clear(); }),
              ElementsAre(HasSubstr("what hardware")));
  EXPECT_THAT(left_out([&](Report& r) { r = good.back().report; }),
              ElementsAre(HasSubstr("given before")));
}

TEST(Learn, SetsNumbersThatAreNoneAside) {
  std::vector<ReadReport> reports = reports_of({});
  result_of(reports[4].report, "memory.read", "gpu 2").metrics.front().value = 9e12;
  const Baseline baseline = learned_from(reports);
  EXPECT_EQ(read_limit_of(baseline).values, 10 * 8 * 3 - 1);
  EXPECT_THAT(baseline.kinds.at(0).not_learned,
              Contains(testing::AllOf(HasSubstr("gpu 2"), HasSubstr("node-1"))));
}

TEST(Learn, KeepsLevelsSizesAndMachinesApart) {
  std::vector<ReadReport> reports = reports_of({.nodes = 6});
  for (ReadReport other : reports_of({.nodes = 6, .seed = 9})) {
    other.report.run.level = "standard";
    other.report.run.id += " standard";
    for (Result& result : other.report.results)
      if (result.test == "memory.read") result.params["bytes"] = std::int64_t{1} << 35;
    reports.push_back(other);
  }
  const Baseline baseline = learned_from(reports);
  ASSERT_EQ(baseline.kinds.size(), 2U);
  EXPECT_EQ(baseline.kinds[0].kind.level, "quick");
  EXPECT_EQ(baseline.kinds[1].kind.level, "standard");
  for (const BaselineKind& kind : baseline.kinds) EXPECT_EQ(kind.reports.size(), 18U);
}

TEST(Learn, CountsThatNeverVaryAreExactAndNoneOfThemOnlyWarns) {
  std::vector<ReadReport> reports = reports_of({});
  for (ReadReport& read : reports) {
    Result links{.test = "link.nvlink"};
    links.metrics = {reading("active_links", Unit::count, Better::higher, 18)};
    read.report.results.push_back(links);
  }
  const Baseline baseline = learned_from(reports);
  const LearnedLimit& links = limit_on(baseline, "link.nvlink", "active_links");
  EXPECT_EQ(links.at_least->value, 18);
  EXPECT_FALSE(links.warn_below);
  const LearnedLimit& xids = limit_on(baseline, "system.kernel_log", "xid_count");
  EXPECT_FALSE(xids.at_most);
  EXPECT_EQ(xids.warn_above->value, 0);
}

TEST(Learn, WhatDiffersTooMuchIsNotLearned) {
  const Baseline baseline =
      learned_from(reports_of({.nodes = 5, .gpus = 8, .runs = 1, .node = 0.06}));
  EXPECT_THAT(baseline.kinds.at(0).not_learned,
              Contains(testing::AllOf(HasSubstr("memory.read"), HasSubstr("differ too much"))));
}

TEST(Learn, WhatNodesDoTogetherCountsOnceARun) {
  std::vector<ReadReport> reports = reports_of({.nodes = 16, .runs = 4});
  for (std::size_t i = 0; i < reports.size(); ++i) {
    Result sum{.test = "collective.all_reduce"};
    sum.subject = {.kind = "gpu", .index = 0};
    sum.params = {{"nodes", std::int64_t{16}}, {"ranks", std::int64_t{128}}};
    sum.metrics = {rate("bus_bandwidth", Unit::bytes_per_second,
                        4e11 * (1 + 0.001 * static_cast<double>(i % 4)))};
    reports[i].report.results.push_back(sum);
  }
  EXPECT_THAT(learned_from(reports).kinds.at(0).not_learned,
              Contains(testing::AllOf(HasSubstr("collective.all_reduce"), HasSubstr("4 runs"))));
  EXPECT_EQ(limit_on(learned_from(reports, 2), "collective.all_reduce", "bus_bandwidth").nodes, 4);
}

TEST(Learn, WritesWhereItComesFrom) {
  std::vector<ReadReport> reports = reports_of({.nodes = 6, .runs = 2});
  reports.front().report.node.software["driver"] = "570.1";
  reports.front().hash = "abc";
  const BaselineKind kind = learned_from(reports).kinds.at(0);
  EXPECT_THAT(kind.software.at("driver"), ElementsAre("570.1", "580.95.05"));
  EXPECT_THAT(kind.software.at("assay"), ElementsAre(HasSubstr("0.1.0")));
  ASSERT_EQ(kind.reports.size(), 12U);
  EXPECT_EQ(kind.reports.front().hash, "abc");
  EXPECT_EQ(kind.reports.front().started, "2026-11-21T18:58:00Z");
  EXPECT_EQ(kind.kind.sku, "8 x NVIDIA H100 80GB HBM3, 1 x Xeon");
}

/// What is learned from good fleets must let good fleets through: over many of them, with other
/// chance, at most a few values of a million warn and none fails.
TEST(Learn, GoodNodesHoldWhatWasLearnedFromOthers) {
  std::size_t values = 0;
  std::size_t warned = 0;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const Baseline baseline = learned_from(reports_of({.nodes = 10, .seed = seed}));
    const LearnedLimit& limit = read_limit_of(baseline);
    for (const ReadReport& read : reports_of({.nodes = 60, .runs = 2, .seed = seed + 1000}))
      for (const Result& result : read.report.results) {
        if (result.test != "memory.read") continue;
        ++values;
        EXPECT_GE(*result.metrics.front().value, limit.at_least->value);
        if (*result.metrics.front().value < limit.warn_below->value) ++warned;
      }
  }
  EXPECT_EQ(values, 12U * 60 * 2 * 8);
  EXPECT_LE(warned, 1U);
}

}  // namespace
}  // namespace assay::test
