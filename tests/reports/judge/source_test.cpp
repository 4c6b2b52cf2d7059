#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.hpp"
#include "reports/lint.hpp"
#include "tests/reports/judge/sample.hpp"

namespace assay::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

std::string yaml(const std::string& source, const std::string& bounds = "at_least: 9 GB/s") {
  return "profile: p\ndescribes: d\nsources:\n  page: {url: \"https://example.org/a\", text: all, "
         "statistic: mean, date: 2026-11, confidence: low}\nlimits:\n  - {test: a.b, metric: "
         "bandwidth, " +
         bounds + ", source: " + source + "}\n";
}

Limit read(const std::string& source) {
  return read_profile(yaml(source), "p.yaml").limits.front();
}

std::string refusal(const std::string& text) {
  try {
    (void)read_profile(text, "p.yaml");
  } catch (const InputError& error) {
    return error.what();
  }
  return "was read";
}

TEST(Source, IsReadInParts) {
  const Source origin = read(
                            "{url: \"https://example.org/b\", text: t, figure: 10 GB/s, statistic: "
                            "p50, samples: 40, date: 2026-11-21, confidence: high}")
                            .origin;
  EXPECT_EQ(origin.url, "https://example.org/b");
  EXPECT_EQ(origin.text, "t");
  EXPECT_DOUBLE_EQ(origin.figure->value, 1e10);
  EXPECT_EQ(origin.statistic, "p50");
  EXPECT_EQ(origin.samples, 40);
  EXPECT_EQ(origin.date, "2026-11-21");
  EXPECT_EQ(origin.confidence, "high");
}

TEST(Source, BuildsOnAPageThatSeveralShare) {
  const Limit limit = read("{from: page, text: this row, confidence: high, figure: 10 GB/s}");
  EXPECT_EQ(limit.origin.url, "https://example.org/a");
  EXPECT_EQ(limit.origin.text, "all; this row");
  EXPECT_EQ(limit.origin.statistic, "mean");
  EXPECT_EQ(limit.origin.confidence, "high");
  EXPECT_EQ(limit.source,
            "https://example.org/a, all; this row, figure 10 GB/s, statistic mean, date 2026-11, "
            "confidence high");
}

TEST(Source, IsRefusedByFileLineAndField) {
  EXPECT_THAT(refusal(yaml("{from: book}")),
              AllOf(HasSubstr("p.yaml:6: limits[0].source.from:"), HasSubstr("'book'")));
  EXPECT_THAT(refusal(yaml("{url: example.org}")), HasSubstr("limits[0].source.url:"));
  EXPECT_THAT(refusal(yaml("{date: yesterday}")), HasSubstr("limits[0].source.date:"));
  EXPECT_THAT(refusal(yaml("{date: 2026-1-2}")), HasSubstr("is no date"));
  EXPECT_THAT(refusal(yaml("{statistic: median}")), HasSubstr("none of min"));
  EXPECT_THAT(refusal(yaml("{confidence: some}")), HasSubstr("none of high"));
  EXPECT_THAT(refusal(yaml("{figure: fast}")), HasSubstr("limits[0].source.figure:"));
  EXPECT_THAT(refusal("profile: p\nsources:\n  a: {figure: 1}\nlimits: []\n"),
              AllOf(HasSubstr("p.yaml:3: sources.a.figure:"), HasSubstr("unknown key")));
  EXPECT_THAT(refusal("profile: p\nsources: [a]\nlimits: []\n"),
              AllOf(HasSubstr("p.yaml:2: sources:"), HasSubstr("must be a mapping")));
}

std::vector<std::string> linted(const std::string& text) {
  std::vector<std::string> found;
  for (const Finding& finding : lint(read_profile(text, "p.yaml"), {}))
    found.push_back(finding.text);
  return found;
}

TEST(Source, LintHoldsBoundsAgainstItsFigure) {
  const std::string source = "{figure: 10 GB/s}";
  EXPECT_THAT(linted(yaml(source, "at_least: 11 GB/s")), Contains(HasSubstr("stricter than")));
  EXPECT_THAT(linted(yaml(source, "at_least: 6 GB/s")), Contains(HasSubstr("far from")));
  EXPECT_THAT(linted(yaml(source, "at_least: 9 GB/s")), Not(Contains(HasSubstr("figure"))));
  EXPECT_THAT(linted(yaml(source, "at_most: 9 GB/s")), Contains(HasSubstr("stricter than")));
  EXPECT_THAT(linted(yaml(source, "at_most: 20 GB/s")), Contains(HasSubstr("far from")));
  EXPECT_THAT(linted(yaml(source, "at_most: 11 GB/s")), Not(Contains(HasSubstr("figure"))));
  EXPECT_THAT(linted(yaml(source, "at_least: 90 % of peak")),
              Contains(HasSubstr("cannot be held against")));
}

TEST(Ceiling, MakesWhatIsAboveItUnknown) {
  const std::string ceiling = "at_least: 2 TB/s, warn_below: 3.1 TB/s, implausible_above: ";
  const auto verdict = [&](const std::string& above) {
    return judge_with(healthy_report(),
                      one_limit("{test: memory.read, metric: bandwidth, statistic: "
                                "p50, " +
                                ceiling + above + "}"));
  };
  EXPECT_EQ(verdict("3.2 TB/s").verdict, Verdict::warn) << "between the bounds";
  EXPECT_TRUE(
      has_reason(judge_with(healthy_report(),
                            one_limit("{test: memory.read, metric: bandwidth, statistic: p50, "
                                      "at_least: 2 TB/s, implausible_above: 2.5 TB/s}")),
                 "implausible"));
  EXPECT_THAT(refusal(one_limit("{test: a.b, metric: c, at_least: 3, implausible_above: 2}")),
              AllOf(HasSubstr("limits[0].implausible_above:"), HasSubstr("contradicts at_least")));
  EXPECT_THAT(refusal(one_limit("{test: a.b, metric: c, at_most: 3, implausible_above: 2}")),
              HasSubstr("contradicts at_most"));
  EXPECT_THAT(refusal(one_limit("{test: a.b, metric: c, implausible_above: 2}")),
              HasSubstr("needs a bound"));
}

/// A number is never both: whatever the bounds, at most one of fail and implausible is said.
TEST(Ceiling, DividesNumbersIntoFailPassAndUnknown) {
  for (int percent = 50; percent < 160; percent += 5) {
    const double share = percent / 100.0;
    Report report = healthy_report();
    Metric& metric = result_of(report, "memory.read", "gpu 0").metrics.front();
    metric = rate("bandwidth", Unit::bytes_per_second, share * 3e12);
    const Judgement judgement = judge_with(
        report, one_limit("{test: memory.read, metric: bandwidth, each: gpu, statistic: p50, "
                          "at_least: 2.5 TB/s, implausible_above: 3.6 TB/s}"));
    const double judged = metric.samples->p50;
    EXPECT_EQ(has_reason(judgement, "below-limit"), judged < 2.5e12) << judged;
    EXPECT_EQ(has_reason(judgement, "implausible"), judged > 3.6e12) << judged;
    EXPECT_EQ(judgement.verdict == Verdict::pass, judged >= 2.5e12 && judged <= 3.6e12) << judged;
  }
}

TEST(Links, GoFromEachGpuToEachOther) {
  const std::string limit = "{test: link.peer, metric: bandwidth, each: link, at_least: 1 GB/s}";
  Report report = healthy_report();
  for (int from = 0; from < 8; ++from)
    for (int to = 0; to < 8; ++to)
      if (from != to) {
        Result& result = report.results.emplace_back();
        result.test = "link.peer";
        result.subject = {
            .kind = "link", .from = "gpu" + std::to_string(from), .to = "gpu" + std::to_string(to)};
        result.metrics = {rate("bandwidth", Unit::bytes_per_second, 4e11)};
      }
  EXPECT_EQ(judge_with(report, one_limit(limit)).verdict, Verdict::pass)
      << reasons_of(judge_with(report, one_limit(limit)));
  report.results.pop_back();
  const Judgement judgement = judge_with(report, one_limit(limit));
  EXPECT_EQ(judgement.verdict, Verdict::unknown);
  EXPECT_THAT(reasons_of(judgement), HasSubstr("only 55 links were measured"));
}

TEST(Coverage, NotesWhatCanBeMeasuredAndHasNoLimit) {
  const Profile profile = read_profile(yaml("s"), "p.yaml");
  const std::vector<Finding> findings = lint(
      profile, {}, {{"a.b", {"bandwidth", "latency"}}, {"a.c", {"rate"}}, {"a.b", {"bandwidth"}}});
  std::vector<std::string> notes;
  for (const Finding& finding : findings)
    if (finding.severity == Finding::Severity::note) notes.push_back(finding.text);
  EXPECT_THAT(notes, testing::ElementsAre("a.b: no limit on latency", "a.c: no limit on rate"));
}

}  // namespace
}  // namespace assay::test
