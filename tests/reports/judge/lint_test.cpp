#include "reports/lint.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/stats.hpp"
#include "tests/reports/judge/sample.hpp"

namespace assay::test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// "error p.yaml:3: text" of every finding.
std::vector<std::string> lines(const std::vector<Finding>& findings) {
  std::vector<std::string> all;
  all.reserve(findings.size());
  for (const Finding& finding : findings)
    all.push_back((finding.severity == Finding::Severity::error ? "error " : "warning ") +
                  finding.at + ": " + finding.text);
  return all;
}

std::vector<std::string> linted(const std::string& yaml, const std::vector<Report>& reports = {}) {
  return lines(lint(read_profile(yaml, "p.yaml"), reports));
}

struct Case {
  const char* name;
  std::string limit;
  const char* finding;  ///< "" = no error
};

class LintLimit : public testing::TestWithParam<Case> {};

TEST_P(LintLimit, IsFoundOut) {
  const auto found = linted(
      "profile: p\ndescribes: d\nexpect: {power_limit: 700 W, nvlinks: 18, nvlink_speed: 25 GB/s}\n"
      "limits:\n  - {" +
      GetParam().limit + ", source: s}\n");
  if (*GetParam().finding == '\0')
    EXPECT_THAT(found, Not(Contains(HasSubstr("error"))));
  else
    EXPECT_THAT(found,
                Contains(testing::AllOf(HasSubstr("p.yaml:5"), HasSubstr(GetParam().finding))));
}

const std::string kRead = "test: memory.read, metric: bandwidth, ";

INSTANTIATE_TEST_SUITE_P(
    Cases, LintLimit,
    testing::Values(
        Case{"sound", kRead + "at_least: 92 % of peak", ""},
        Case{"sound_absolute", kRead + "at_least: 3 TB/s", ""},
        Case{"over_peak", kRead + "at_least: 101 % of peak", "never hold"},
        Case{"over_nominal", kRead + "at_least: 120 % of nominal", "never hold"},
        Case{"warn_over_peak", kRead + "at_least: 92 % of peak, warn_below: 105 % of peak",
             "never hold"},
        Case{"fleet_may_be_beaten", kRead + "at_least: 101 % of fleet median", ""},
        Case{"far_under_peak", kRead + "at_least: 30 % of peak", "never fail"},
        Case{"far_under_baseline", kRead + "at_least: 10 % of baseline", "never fail"},
        Case{"absurdly_low", kRead + "at_least: 3 B/s", "never fail"},
        Case{"zero", kRead + "at_least: 0", "never fail"},
        Case{"over_power", "test: a.b, metric: telemetry.power_w.max, at_least: 800 W",
             "never hold"},
        Case{"under_power", "test: a.b, metric: telemetry.power_w.max, at_least: 650 W", ""},
        Case{"over_links", "test: link.nvlink_read, metric: bandwidth, at_least: 1 TB/s",
             "never hold"},
        Case{"within_links", "test: link.nvlink_read, metric: bandwidth, at_least: 400 GB/s", ""},
        Case{"more_than_whole", "test: system.pcie, metric: width_share, at_least: 150 %",
             "never hold"},
        Case{"whole", "test: system.pcie, metric: width_share, at_least: 100 %", ""},
        Case{"whole_at_most", "test: system.pcie, metric: width_share, at_most: 100 %",
             "never fail"},
        Case{"rising_droop", kRead + "statistic: droop, at_least: 110 %", "never hold"},
        Case{"any_droop", kRead + "statistic: droop, at_least: 20 %", "never fail"},
        Case{"at_most_peak", kRead + "at_most: 100 % of peak", "never fail"},
        Case{"melting", "test: a.b, metric: telemetry.temperature_c.max, at_most: 400 degC",
             "never fail"},
        Case{"only_warns", kRead + "warn_below: 92 % of peak", "can only warn"},
        Case{"no_errors", "test: a.b, metric: errors, at_most: 0", ""}),
    [](const testing::TestParamInfo<Case>& row) { return row.param.name; });

TEST(Lint, AsksForSourcesAndTheirStatistic) {
  EXPECT_THAT(linted(one_limit("{" + kRead + "at_least: 92 % of peak}")),
              Contains(HasSubstr("does not say where its figure comes from")));
  const std::string mean = ", source: {text: t, statistic: mean}}";
  EXPECT_THAT(linted(one_limit("{" + kRead + "at_least: 92 % of peak" + mean)),
              Contains(HasSubstr("its source gives the mean")));
  EXPECT_THAT(linted(one_limit("{" + kRead + "statistic: mean, at_least: 92 % of peak" + mean)),
              Not(Contains(HasSubstr("its source gives"))));
}

TEST(Lint, FindsWhatIsSaidTwice) {
  const std::string again = "{" + kRead + "at_least: 92 % of peak}";
  EXPECT_THAT(
      linted(one_limit(again + "\n  - " + again)),
      Contains(HasSubstr("warning p.yaml:4: memory.read.bandwidth: says again what p.yaml:3")));
  EXPECT_THAT(linted(one_limit(again + "\n  - {each: gpu, " + kRead + "at_least: 92 % of peak}")),
              Not(Contains(HasSubstr("says again"))));
}

TEST(Lint, AProfileThatDemandsNothingIsAnError) {
  EXPECT_THAT(linted("profile: p\nlimits: []\n"), Contains(HasSubstr("error p: has no limits")));
  EXPECT_THAT(linted("profile: p\ncertify: quick\nlimits:\n  - {" + kRead +
                     "level: burnin, at_least: 92 % of peak}\n"),
              Contains(HasSubstr("which certificates need")));
}

TEST(Lint, SaysWhatMatchesNothing) {
  const auto found = linted(
      one_limit("{test: memory.raed, metric: bandwidth, at_least: 90 % of peak}\n"
                "  - {test: memory.read, metric: bandwith, at_least: 90 % of peak}\n"
                "  - {test: memory.read, metric: bandwidth, each: cpu, at_least: 90 % of peak}\n"
                "  - {test: memory.read, metric: bandwidth, level: burnin, each: cpu, at_least: 90 "
                "% of peak}\n"
                "  - {test: system.infiniband, metric: errors, each: port, at_most: 0}"),
      {healthy_report()});
  EXPECT_THAT(found,
              Contains(HasSubstr("p.yaml:3: memory.raed.bandwidth: matches nothing: no report")));
  EXPECT_THAT(found,
              Contains(HasSubstr("p.yaml:4: memory.read.bandwith: matches nothing: no result")));
  EXPECT_THAT(found,
              Contains(HasSubstr("p.yaml:5: memory.read.bandwidth, each cpu: matches nothing")));
  EXPECT_THAT(found, Not(Contains(testing::AllOf(HasSubstr("p.yaml:6"), HasSubstr("nothing")))));
  EXPECT_THAT(found, Not(Contains(testing::AllOf(HasSubstr("p.yaml:7"), HasSubstr("nothing")))));
}

TEST(Lint, UsesTheUnitAndPeakThatReportsShow) {
  const auto with = [](const std::string& bound) {
    return linted(one_limit("{" + kRead + bound + "}"), {healthy_report()});
  };
  EXPECT_THAT(with("at_least: 3 GHz"), Contains(HasSubstr("compared with a metric in B/s")));
  EXPECT_THAT(with("at_least: 4 TB/s"), Contains(HasSubstr("above the peak reported, 3.352 TB/s")));
  EXPECT_THAT(with("at_least: 1 TB/s"), Contains(HasSubstr("under half of the peak reported")));
  EXPECT_THAT(with("at_least: 30"), Contains(HasSubstr("30 is compared with a metric in B/s")));
  EXPECT_THAT(with("at_least: 3 TB/s"), Not(Contains(HasSubstr("error"))));
}

TEST(Lint, ListsMetricsWithoutALimitOnce) {
  const auto found = linted(one_limit("{" + kRead + "at_least: 90 % of peak}"),
                            {healthy_report(), healthy_report()});
  EXPECT_THAT(found,
              testing::Contains(HasSubstr("memory.patterns.coverage was measured")).Times(1));
  EXPECT_THAT(found, Not(Contains(HasSubstr("memory.read.bandwidth was measured"))));
}

TEST(Lint, ShippedProfilesHaveNoErrors) {
  for (const std::string& name : shipped_profiles())
    for (const std::string& line : lines(lint(load_profile(name), {})))
      EXPECT_THAT(line, Not(StartsWith("error"))) << name;
}

}  // namespace
}  // namespace assay::test
