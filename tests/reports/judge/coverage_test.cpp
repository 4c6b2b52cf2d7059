#include "reports/judge/coverage.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reports/judge/sample.hpp"

namespace assay::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::vector<Report> nodes(int n) {
  std::vector<Report> reports;
  reports.reserve(static_cast<std::size_t>(n));
  for (int i = 0; i < n; ++i) {
    reports.push_back(healthy_report());
    reports.back().node.hostname = "node-" + std::to_string(i);
  }
  return reports;
}

Coverage coverage(const std::string& yaml, const std::vector<Report>& reports,
                  const std::vector<Measurable>& measurable = {}) {
  return coverage_of(read_profile(yaml, "p.yaml"), reports, measurable);
}

const MetricCoverage& metric(const Coverage& found, const std::string& test,
                             const std::string& name) {
  for (const MetricCoverage& row : found.metrics)
    if (row.test == test && row.metric == name) return row;
  throw std::out_of_range(test + "." + name);
}

std::vector<std::string> texts(const std::vector<Finding>& findings) {
  std::vector<std::string> all;
  all.reserve(findings.size());
  for (const Finding& finding : findings) all.push_back(finding.at + ": " + finding.text);
  return all;
}

TEST(CoverageOf, CountsWhatEachLimitWouldDoToTheReports) {
  std::vector<Report> reports = nodes(6);
  result_of(reports[2], "memory.read", "gpu 4").metrics = {
      rate("bandwidth", Unit::bytes_per_second, 1e12)};
  std::erase_if(reports[3].results, [](const Result& r) { return r.test == "memory.read"; });
  const Coverage found = coverage(
      one_limit("{test: memory.read, metric: bandwidth, each: gpu, at_least: 2 TB/s}\n"
                "  - {test: memory.read, metric: bandwith, at_least: 2 TB/s}\n"
                "  - {test: memory.read, metric: bandwidth, level: burnin, at_least: 2 TB/s}\n"
                "  - {test: system.infiniband, metric: errors, each: port, at_most: 0}"),
      reports);
  const LimitUse& speed = found.limits.at(0);
  EXPECT_EQ(speed.demanded, 6U);
  EXPECT_EQ(speed.pass, 4U);
  EXPECT_EQ(speed.fail, 1U);
  EXPECT_EQ(speed.unknown, 1U);
  EXPECT_EQ(speed.matched, 5U);
  EXPECT_THAT(speed.failing, ElementsAre("node-2"));
  EXPECT_EQ(speed.at, "p.yaml:3");
  EXPECT_EQ(found.limits.at(1).matched, 0U);
  EXPECT_EQ(found.limits.at(1).unknown, 6U);
  EXPECT_EQ(found.limits.at(2).demanded, 0U);
  EXPECT_EQ(found.limits.at(3).not_applicable, 6U);
}

TEST(CoverageOf, AgreesWithTheJudge) {
  std::vector<Report> reports = nodes(1);
  result_of(reports[0], "memory.read", "gpu 4").metrics.front().value = 1e12;
  const Judgement judgement = judge_healthy(reports[0]);
  Verdict worst = Verdict::pass;
  for (const Check& check : judgement.checks) worst = std::max(worst, check.verdict);
  std::size_t unknown = 0;
  for (const LimitUse& use : coverage(healthy_yaml(), reports).limits) unknown += use.unknown;
  EXPECT_EQ(worst, Verdict::unknown);
  EXPECT_GE(unknown, 1U);
}

TEST(CoverageOf, TellsWhichValuesAreJudged) {
  std::vector<Report> reports = nodes(2);
  Result other = result_of(reports[0], "memory.read", "gpu 0");
  other.params["bytes"] = std::int64_t{77};
  reports[0].results.push_back(other);
  const Coverage found = coverage(
      one_limit("{test: memory.read, metric: bandwidth, when: {bytes: 4 GiB}, at_least: 2 TB/s}\n"
                "  - {test: memory.patterns, metric: coverage, statistic: droop, at_least: 90 %}"),
      reports, {{"memory.read", {"bandwidth", "latency"}}, {"never.run", {"rate"}}});
  EXPECT_EQ(metric(found, "memory.read", "bandwidth").values, 17U);
  EXPECT_EQ(metric(found, "memory.read", "bandwidth").judged, 16U);
  EXPECT_EQ(metric(found, "memory.read", "bandwidth").limits, 1U);
  EXPECT_EQ(metric(found, "memory.read", "latency").values, 0U);
  EXPECT_EQ(metric(found, "never.run", "rate").limits, 0U);
  EXPECT_EQ(metric(found, "memory.patterns", "coverage").limits, 0U);
  EXPECT_EQ(metric(found, "memory.patterns", "coverage").judged, 0U);
}

TEST(CoverageOf, NamesCountsOfNodesThatNoLimitIsAbout) {
  std::vector<Report> reports = nodes(1);
  reports[0].run.nodes = 16;
  Result sum{.test = "collective.all_reduce"};
  sum.params = {{"nodes", std::int64_t{16}}};
  sum.metrics = {rate("bus_bandwidth", Unit::bytes_per_second, 4e11)};
  reports[0].results.push_back(sum);
  const std::string yaml = one_limit(
      "{test: collective.all_reduce, metric: bus_bandwidth, when: {nodes: 2}, at_least: 1 GB/s}");
  EXPECT_THAT(texts(lint_use(coverage(yaml, reports))),
              ElementsAre(HasSubstr("on 16 nodes, where no limit judges it")));
  const std::string any =
      one_limit("{test: collective.all_reduce, metric: bus_bandwidth, at_least: 1 GB/s}");
  EXPECT_THAT(lint_use(coverage(any, reports)), IsEmpty());
}

TEST(CoverageOf, ALimitThatFailsManyIsSuspectAndOneThatFailsFewIsNot) {
  std::vector<Report> reports = nodes(10);
  const std::string yaml =
      one_limit("{test: memory.read, metric: bandwidth, each: gpu, at_least: 2 TB/s}");
  for (std::size_t i = 0; i < 2; ++i)
    result_of(reports[i], "memory.read", "gpu 0").metrics = {
        rate("bandwidth", Unit::bytes_per_second, 1e12)};
  EXPECT_THAT(lint_use(coverage(yaml, reports)), IsEmpty());
  result_of(reports[2], "memory.read", "gpu 0").metrics = {
      rate("bandwidth", Unit::bytes_per_second, 1e12)};
  EXPECT_THAT(texts(lint_use(coverage(yaml, reports))),
              Contains(HasSubstr("fails 3 of 10 reports: the limit is suspect")));
}

TEST(CoverageOf, TakesSharesOfABaselineWhereOneIsGiven) {
  const Profile profile = read_profile(
      one_limit("{test: memory.read, metric: bandwidth, at_least: 97 % of baseline}"), "p.yaml");
  EXPECT_EQ(coverage_of(profile, nodes(1), {}).limits.at(0).unknown, 1U);
  const Coverage found = coverage_of(profile, nodes(1), {}, [](const Report&) {
    return [](Threshold::Of, const Result&, const Metric&, std::string_view) {
      return std::optional(2.9e12);
    };
  });
  EXPECT_EQ(found.limits.at(0).pass, 1U);
}

std::string ceilings(const std::string& expect) {
  std::string found;
  for (const Finding& finding :
       lint(read_profile("profile: p\ndescribes: d\nexpect: " + expect +
                             "\nlimits:\n  - {test: a.b, metric: c, at_most: 0, source: s}\n",
                         "p.yaml"),
            {}))
    if (finding.text.find("can carry at most") != std::string::npos) {
      EXPECT_EQ(finding.severity, Finding::Severity::note);
      found += finding.text;
    }
  return found;
}

TEST(LintCeilings, SaysWhatTheLinksCanCarryByCountOfNodes) {
  const std::string found = ceilings(
      "{gpus: 8, compute_capability: '9.0', nvlinks: 18, nvlink_speed: '>= 25 GB/s', nics: '>= 8', "
      "nic_speed: '>= 400 Gbit/s'}");
  EXPECT_THAT(found, HasSubstr("1 node 700 GB/s (NVLS)"));
  EXPECT_THAT(found, HasSubstr("2 nodes 750 GB/s (TREE)"));
  EXPECT_THAT(found, HasSubstr("16 nodes 423"));
  EXPECT_THAT(found, HasSubstr("where switches of the network add"));
}

TEST(LintCeilings, SaysNothingOfLinksThatAreNotStated) {
  EXPECT_EQ(ceilings("{gpus: 8}"), "");
  const std::string one_node =
      ceilings("{gpus: 8, compute_capability: '8.0', nvlinks: 12, nvlink_speed: 25 GB/s}");
  EXPECT_THAT(one_node, HasSubstr("1 node 300 GB/s (RING)"));
  EXPECT_THAT(one_node, testing::Not(HasSubstr("2 nodes")));
}

TEST(LintFabricPlausible, AnImplausibleBoundUnderWhatIsPossibleIsFound) {
  const auto found = [](const std::string& roof) {
    std::string all;
    for (const Finding& finding :
         lint(read_profile("profile: p\ndescribes: d\nexpect: {gpus: 8, compute_capability: '9.0', "
                           "nvlinks: 18, nvlink_speed: 25 GB/s}\nlimits:\n  - {test: "
                           "collective.all_reduce, metric: bus_bandwidth, each: gpu, when: {nodes: "
                           "1}, at_least: 440 GB/s, implausible_above: " +
                               roof + ", source: s}\n",
                           "p.yaml"),
              {}))
      all += finding.text;
    return all;
  };
  EXPECT_THAT(found("600 GB/s"), HasSubstr("what is real would be unknown"));
  EXPECT_THAT(found("700 GB/s"), testing::Not(HasSubstr("what is real")));
}

}  // namespace
}  // namespace assay::test
