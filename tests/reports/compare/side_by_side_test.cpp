#include "reports/compare/side_by_side.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.hpp"
#include "core/stats.hpp"
#include "tests/reports/judge/sample.hpp"

namespace assay::test {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Runs whose GPUs read memory `factor` times as fast, a little apart from run to run.
std::vector<ReadReport> runs(int n, double factor, const std::string& id) {
  std::vector<ReadReport> reports;
  reports.reserve(static_cast<std::size_t>(n));
  for (int run = 0; run < n; ++run) {
    Report report = healthy_report();
    report.run.id = id + std::to_string(run);
    report.run.argv = {"assay", "run"};
    report.run.tool.commit = "c0ffee";
    for (Result& result : report.results) {
      if (result.test != "memory.read") continue;
      const double share = 1 + 0.001 * ((run * 3) % 7 - 3);
      result.metrics = {rate("bandwidth", Unit::bytes_per_second, 2e12 * factor * share)};
    }
    reports.push_back({report, report.run.id + ".json", ""});
  }
  return reports;
}

SideBySide compared(const std::vector<ReadReport>& a, const std::vector<ReadReport>& b,
                    Unlike unlike = Unlike::refuse) {
  return side_by_side("a", a, "b", b, unlike, {.times = 1000});
}

const ComparedMetric& read_of(const SideBySide& found) {
  for (const ComparedMetric& row : found.metrics)
    if (row.test == "memory.read") return row;
  throw std::out_of_range("memory.read");
}

template <class Change>
std::vector<ReadReport> changed(std::vector<ReadReport> reports, const Change& change) {
  for (ReadReport& read : reports) change(read.report);
  return reports;
}

TEST(SideBySideOf, MediansRatioAndInterval) {
  const SideBySide found = compared(runs(7, 1, "a"), runs(9, 1.05, "b"));
  const ComparedMetric& row = read_of(found);
  EXPECT_EQ(row.a.size(), 7U);
  EXPECT_EQ(row.b.size(), 9U);
  EXPECT_NEAR(*row.ratio, 1.05, 1e-3);
  ASSERT_TRUE(row.interval);
  EXPECT_GT(row.interval->low, 1.04);
  EXPECT_LT(row.interval->high, 1.06);
  EXPECT_LT(row.ranks.p, 0.001);
  EXPECT_EQ(row.ranks.delta, 1);
  EXPECT_EQ(row.sku, "8 x NVIDIA H100 80GB HBM3, 1 x Xeon");
  EXPECT_THAT(row.conditions, HasSubstr("bytes 4294967296"));
  EXPECT_EQ(row.statistic, "p05");
  EXPECT_THAT(found.left_out, IsEmpty());
}

TEST(SideBySideOf, ARunCountsOnceWithTheMedianOverItsGpus) {
  std::vector<ReadReport> a = runs(5, 1, "a");
  result_of(a[0].report, "memory.read", "gpu 0").metrics = {
      rate("bandwidth", Unit::bytes_per_second, 1e9)};
  EXPECT_EQ(read_of(compared(a, a)).a.size(), 5U);
  EXPECT_EQ(read_of(compared(a, a)).median_a, read_of(compared(runs(5, 1, "a"), a)).median_a);
}

TEST(SideBySideOf, UnderFiveRunsThereIsNoInterval) {
  const ComparedMetric row = read_of(compared(runs(4, 1, "a"), runs(9, 1.05, "b")));
  EXPECT_FALSE(row.interval);
  EXPECT_TRUE(row.ratio);
}

TEST(SideBySideOf, WithItselfNothingIsShown) {
  const SideBySide found = compared(runs(6, 1, "a"), runs(6, 1, "a"));
  for (const ComparedMetric& row : found.metrics) {
    EXPECT_EQ(row.ranks.delta, 0) << row.metric;
    EXPECT_EQ(row.ranks.p, 1);
    if (row.interval) {
      EXPECT_LE(row.interval->low, 1);
      EXPECT_GE(row.interval->high, 1);
    }
  }
}

struct Difference {
  const char* name;
  std::function<void(Report&)> change;
  const char* says;
};

class UnlikeConditions : public testing::TestWithParam<Difference> {};

TEST_P(UnlikeConditions, AreRefusedUnlessTold) {
  const std::vector<ReadReport> a = runs(5, 1, "a");
  const std::vector<ReadReport> b = changed(runs(5, 1.1, "b"), GetParam().change);
  try {
    (void)compared(a, b);
    FAIL() << "compared";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), testing::AllOf(HasSubstr("--unlike"), HasSubstr(GetParam().says)));
  }
  const ComparedMetric row = read_of(compared(a, b, Unlike::compare));
  EXPECT_THAT(row.unlike, HasSubstr(GetParam().says));
  EXPECT_NEAR(*row.ratio, 1.1, 0.04);  // a mean is 2 % above a p05
}

void each_read(Report& report, const std::function<void(Result&)>& change) {
  for (Result& result : report.results)
    if (result.test == "memory.read") change(result);
}

INSTANTIATE_TEST_SUITE_P(
    All, UnlikeConditions,
    testing::Values(
        Difference{"data", [](Report& r) { r.run.data = "zeros"; }, "data random / zeros"},
        Difference{"level", [](Report& r) { r.run.level = "standard"; }, "level quick / standard"},
        Difference{"hardware", [](Report& r) { r.node.gpus.pop_back(); }, "hardware 8 x"},
        Difference{"size",
                   [](Report& r) {
                     each_read(r, [](Result& x) { x.params["bytes"] = std::int64_t{1024}; });
                   },
                   "bytes 4294967296 / 1024"},
        Difference{"a_parameter_of_one_side",
                   [](Report& r) { each_read(r, [](Result& x) { x.params["graph"] = true; }); },
                   "graph not said / true"},
        Difference{
            "algorithm",
            [](Report& r) { each_read(r, [](Result& x) { x.facts["algorithm"] = "TREE"; }); },
            "algorithm not said / TREE"},
        Difference{"statistic",
                   [](Report& r) {
                     each_read(r, [](Result& x) {
                       x.metrics.front().statistic = "mean";
                       x.metrics.front().value = x.metrics.front().samples->mean;
                     });
                   },
                   "statistic p05 / mean"}),
    [](const testing::TestParamInfo<Difference>& row) { return row.param.name; });

TEST(SideBySideOf, UnitsAreNeverCompared) {
  const auto b = changed(runs(5, 1, "b"), [](Report& r) {
    each_read(r, [](Result& x) {
      x.metrics = {rate("rate", Unit::ops, 1e12)};
      x.test = "compute.digest";
    });
  });
  const auto a = changed(runs(5, 1, "a"), [](Report& r) {
    each_read(r, [](Result& x) {
      x.metrics = {rate("rate", Unit::per_second, 1e12)};
      x.test = "compute.digest";
    });
  });
  EXPECT_THROW((void)compared(a, b, Unlike::compare), InputError);
}

TEST(SideBySideOf, AMissingSizeIsNamedNotRefused) {
  const auto both = changed(runs(5, 1, "b"), [](Report& r) {
    Result more = result_of(r, "memory.read", "gpu 0");
    more.params["bytes"] = std::int64_t{77};
    r.results.push_back(more);
  });
  const SideBySide found = compared(runs(5, 1, "a"), both);
  EXPECT_THAT(found.only_b, ElementsAre(HasSubstr("bytes 77")));
  EXPECT_THAT(found.only_a, IsEmpty());
}

TEST(SideBySideOf, WhatIsNoEvidenceIsLeftOutAndNamed) {
  std::vector<ReadReport> a = runs(9, 1, "a");
  a[0].report.run.injected = {"slow"};
  a[1].report.run.complete = false;
  a[2].report.run.id = "a3";
  result_of(a[4].report, "memory.read", "gpu 2").metrics.front().value = -5;
  result_of(a[5].report, "memory.patterns", "node").outcome = Outcome::failed;
  const SideBySide found = compared(a, runs(5, 1, "b"));
  EXPECT_EQ(found.a.reports, 6U);
  std::vector<std::string> left_out;
  left_out.reserve(found.left_out.size());
  for (const NoEvidence& one : found.left_out)
    left_out.push_back(one.source + '|' + one.what + '|' + one.why);
  EXPECT_THAT(left_out, ElementsAre(HasSubstr("a0.json||faults were planted"),
                                    HasSubstr("a1.json||the run is not complete"),
                                    HasSubstr("a3.json||is of a run that was given before"),
                                    HasSubstr("a4.json|memory.read.bandwidth on gpu 2|"),
                                    HasSubstr("a5.json|memory.patterns on node|failed")));
  for (const ComparedMetric& row : found.metrics)
    if (row.test == "memory.patterns") {
      EXPECT_EQ(row.a.size(), 5U);
    }
}

TEST(SideBySideOf, OneReportOnBothSidesIsRefused) {
  std::vector<ReadReport> a = runs(5, 1, "a");
  std::vector<ReadReport> b = runs(5, 1.05, "b");
  for (auto* side : {&a, &b})
    for (ReadReport& read : *side) read.hash = "hash of " + read.source;
  EXPECT_NO_THROW((void)compared(a, b));
  b[2].hash = a[1].hash;
  EXPECT_THAT([&] { (void)compared(a, b); }, testing::ThrowsMessage<InputError>(AllOf(
                                                 HasSubstr("b2.json"), HasSubstr("a1.json"))));
}

TEST(SideBySideOf, NothingInCommonIsRefused) {
  std::vector<ReadReport> b = runs(5, 1, "b");
  for (ReadReport& read : b) read.report.results.clear();
  EXPECT_THROW((void)compared(runs(5, 1, "a"), b), InputError);
  EXPECT_THROW((void)compared({}, {}), InputError);
}

TEST(SideBySideOf, StatesWhatAPublicationMust) {
  std::vector<ReadReport> a = runs(5, 1, "a");
  a[1].report.node.software["driver"] = "570.1";
  a[2].report.run.started = "2026-11-20T18:58:00Z";
  const ComparedSide side = compared(a, runs(5, 1, "b")).a;
  EXPECT_THAT(side.stated.at("driver"), ElementsAre("580.95.05", "570.1"));
  EXPECT_THAT(side.stated.at("command"), ElementsAre("assay run"));
  EXPECT_THAT(side.stated.at("commit"), ElementsAre("c0ffee"));
  EXPECT_EQ(side.first, "2026-11-20T18:58:00Z");
  EXPECT_EQ(side.last, "2026-11-21T18:58:00Z");
  EXPECT_EQ(side.reports, 5U);
  EXPECT_EQ(side.nodes, 1U);
}

TEST(SideBySideOf, AnIntervalDoesNotDependOnWhatElseIsCompared) {
  const auto interval = [](const SideBySide& found) { return *read_of(found).interval; };
  const Interval all = interval(compared(runs(6, 1, "a"), runs(6, 1.02, "b")));
  const auto alone = [](std::vector<ReadReport> reports) {
    return changed(std::move(reports), [](Report& r) {
      std::erase_if(r.results, [](const Result& x) { return x.test != "memory.read"; });
    });
  };
  const Interval one = interval(compared(alone(runs(6, 1, "a")), alone(runs(6, 1.02, "b"))));
  EXPECT_EQ(all.low, one.low);
  EXPECT_EQ(all.high, one.high);
}

}  // namespace
}  // namespace assay::test
