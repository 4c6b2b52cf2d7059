#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/stats.hpp"
#include "tests/reports/judge/sample.hpp"

// A load of hours that was killed and gone on with has a result a leg.

namespace assay::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string kProfile =
    "profile: p\ndescribes: d\nlimits:\n"
    "  - {test: burnin.*, metric: throttled_fault, each: gpu, level: burnin, at_most: 0 s}\n";

/// GPUs 0 to 7, each with `legs` legs.
Report burned(std::int64_t legs) {
  Report report = healthy_report();
  report.run.level = "burnin";
  std::erase_if(report.results, [](const Result& r) { return r.subject.kind == "gpu"; });
  for (std::int64_t leg = 1; leg <= legs; ++leg)
    for (std::int64_t gpu = 0; gpu < 8; ++gpu) {
      Result& result = report.results.emplace_back();
      result.test = "burnin.soak";
      result.subject = {.kind = "gpu", .index = gpu};
      result.params = {{"leg", leg}};
      result.metrics = {reading("throttled_fault", Unit::seconds, Better::lower, 0)};
      result.elapsed_s = 1;
    }
  return report;
}

std::vector<std::string> ids(const Report& report) {
  std::vector<std::string> all;
  for (const Reason& reason : judge_with(report, kProfile).reasons)
    if (reason.test.starts_with("burnin.")) all.push_back(reason.subject + " " + reason.id);
  return all;
}

TEST(BurnLegs, AllOfThemHold) {
  EXPECT_THAT(ids(burned(1)), IsEmpty());
  EXPECT_THAT(ids(burned(3)), IsEmpty());
}

TEST(BurnLegs, OneThatDoesNotIsEnough) {
  for (std::size_t leg = 0; leg < 3; ++leg) {
    Report report = burned(3);
    report.results.at(report.results.size() - 24 + 8 * leg + 5).metrics[0].value = 12;
    EXPECT_THAT(ids(report), ElementsAre("gpu 5 above-limit")) << leg;
  }
}

TEST(BurnLegs, AGpuThatHasNoneIsUnknown) {
  Report report = burned(2);
  std::erase_if(report.results,
                [](const Result& r) { return r.test == "burnin.soak" && r.subject.index == 3; });
  EXPECT_FALSE(ids(report).empty());
}

}  // namespace
}  // namespace assay::test
