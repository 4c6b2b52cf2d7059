#include <gmock/gmock.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "reports/render.hpp"
#include "reports/render/plain.hpp"
#include "tests/reports/render/parsed.hpp"
#include "tests/reports/render/samples.hpp"

namespace assay {
namespace {

using testing::IsEmpty;

Check bandwidth(Verdict verdict, double measured, double limit,
                Unit unit = Unit::bytes_per_second) {
  return {.test = "memory.read",
          .subject = "gpu 3",
          .metric = "bandwidth",
          .verdict = verdict,
          .measured = measured,
          .limit = limit,
          .op = ">=",
          .unit = unit};
}

/// The samples of `family` that `judgements` render to.
std::vector<GaugeSample> samples(const std::vector<Judgement>& judgements,
                                 const std::string& family) {
  std::vector<GaugeSample> all = parse_exposition(render("prometheus", judgements, {}));
  std::erase_if(all, [&](const GaugeSample& sample) { return sample.family != family; });
  return all;
}

TEST(PrometheusFormat, EachVerdictOfANodeIsASeriesAndOneOfThemIs1) {
  const auto found = samples({{.node = "a", .verdict = Verdict::unknown}}, "assay_verdict");
  ASSERT_EQ(found.size(), 4U);
  for (const GaugeSample& sample : found)
    EXPECT_EQ(sample.value, sample.labels.at("verdict") == "unknown" ? 1 : 0);
}

TEST(PrometheusFormat, FindingsAreCountedByVerdict) {
  std::map<std::string, double> of_verdict;
  for (const GaugeSample& sample : samples({sample_judgements()[0]}, "assay_findings"))
    of_verdict[sample.labels.at("verdict")] = sample.value;
  EXPECT_EQ(of_verdict,
            (std::map<std::string, double>{{"pass", 3}, {"warn", 1}, {"unknown", 0}, {"fail", 2}}));
}

TEST(PrometheusFormat, ANumberWithTwoLimitsIsOneSeriesWithTheWorstVerdict) {
  const Judgement node{
      .node = "a",
      .verdict = Verdict::fail,
      .checks = {bandwidth(Verdict::warn, 2.0, 3.0), bandwidth(Verdict::fail, 2.0, 2.5),
                 bandwidth(Verdict::pass, 2.0, 1.0)}};
  const auto found = samples({node}, "assay_measured_bytes_per_second");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].labels.at("verdict"), "fail");
}

TEST(PrometheusFormat, OfTwoNumbersUnderOneNameTheOneNearerToItsLimitIsShown) {
  const Judgement node{
      .node = "a",
      .verdict = Verdict::pass,
      .checks = {bandwidth(Verdict::pass, 8, 2), bandwidth(Verdict::pass, 7, 6.5)}};
  const auto found = samples({node}, "assay_measured_bytes_per_second");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].value, 7);
}

TEST(PrometheusFormat, DroopAndRateOfOneMetricAreTwoFamilies) {
  const Judgement node{.node = "a",
                       .verdict = Verdict::pass,
                       .checks = {bandwidth(Verdict::pass, 3e12, 2e12),
                                  bandwidth(Verdict::pass, 0.99, 0.9, Unit::ratio)}};
  EXPECT_EQ(samples({node}, "assay_measured_bytes_per_second").size(), 1U);
  EXPECT_EQ(samples({node}, "assay_measured_ratio").size(), 1U);
}

TEST(PrometheusFormat, BitsBecomeTheBaseUnit) {
  const Judgement node{.node = "a",
                       .verdict = Verdict::pass,
                       .checks = {bandwidth(Verdict::pass, 400e9, 400e9, Unit::bits_per_second)}};
  EXPECT_EQ(samples({node}, "assay_measured_bytes_per_second").at(0).value, 50e9);
}

TEST(PrometheusFormat, WhatIsAbsentIsLeftOut) {
  Check check = bandwidth(Verdict::unknown, 0, 1);
  check.measured.reset();
  const Judgement node{.node = "a", .verdict = Verdict::unknown, .checks = {check}};
  EXPECT_THAT(samples({node}, "assay_measured_bytes_per_second"), IsEmpty());
  EXPECT_THAT(samples({node}, "assay_report_timestamp_seconds"), IsEmpty());
  EXPECT_EQ(samples({node}, "assay_reasons").size(), 1U);
}

TEST(PrometheusFormat, OfTwoReportsOfANodeTheNewerSpeaks) {
  const Judgement old{.node = "a", .verdict = Verdict::pass, .reported_s = 100};
  const Judgement fresh{.node = "a", .verdict = Verdict::fail, .reported_s = 200};
  for (const auto& both : {std::vector{old, fresh}, std::vector{fresh, old}}) {
    EXPECT_EQ(samples(both, "assay_report_timestamp_seconds").at(0).value, 200);
    EXPECT_EQ(read_back("prometheus", render("prometheus", both, {})).nodes.at("a"), "fail");
  }
}

TEST(PrometheusFormat, OfTwoReportsOfNoKnownTimeTheWorseSpeaks) {
  const Judgement good{.node = "a", .verdict = Verdict::pass};
  const Judgement bad{.node = "a", .verdict = Verdict::unknown};
  for (const auto& both : {std::vector{good, bad}, std::vector{bad, good}})
    EXPECT_EQ(read_back("prometheus", render("prometheus", both, {})).nodes.at("a"), "unknown");
}

std::vector<Judgement> hostile_nodes() {
  std::vector<Judgement> nodes;
  for (const std::string& text : hostile_texts())
    nodes.push_back(
        {.node = text,
         .profile = text,
         .verdict = Verdict::fail,
         .reasons = {{.id = text, .verdict = Verdict::fail, .test = text}},
         .checks = {
             {.test = text, .subject = text, .metric = text, .measured = 1, .unit = Unit::watts}}});
  return nodes;
}

TEST(PrometheusFormat, HostileNamesAreReadBackAsTheyAreShown) {
  const Stated stated = read_back("prometheus", render("prometheus", hostile_nodes(), {}));
  for (const std::string& text : hostile_texts())
    EXPECT_EQ(stated.nodes.count(plain(text)), 1U) << text;
}

TEST(PrometheusFormat, IsAcceptedByPromtool) {
  if (std::system("command -v promtool >/dev/null") != 0)
    GTEST_SKIP() << "promtool is not installed (scripts/setup --test)";
  std::vector<Judgement> nodes = hostile_nodes();
  for (const Judgement& sample : sample_judgements()) nodes.push_back(sample);
  for (int unit = 0; unit <= static_cast<int>(Unit::count); ++unit)
    nodes.push_back({.node = "unit-" + std::to_string(unit),
                     .checks = {bandwidth(Verdict::pass, 1.5, 1, static_cast<Unit>(unit))}});
  const auto path = std::filesystem::temp_directory_path() /
                    ("assay-exposition-" + std::to_string(getpid()) + ".prom");
  std::ofstream(path) << render("prometheus", nodes, {});
  const int status = std::system(("promtool check metrics <" + path.string()).c_str());
  std::filesystem::remove(path);
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace
}  // namespace assay
