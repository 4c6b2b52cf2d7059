#include <gtest/gtest.h>

#include "core/error.hpp"
#include "core/stats.hpp"
#include "reports/writer.hpp"
#include "tests/reports/judge/fail_closed_row.hpp"
#include "tests/reports/judge/sample.hpp"

namespace assay::test {
namespace {

/// Through the file where the file can say it, as `assay judge` does.
Judgement judged(const Row& row) {
  Report report = healthy_report();
  row.facts(report);
  JudgeOptions options{.now_wall_s = kNow_s};
  row.options(options);
  if (row.written) {
    json document = json::parse(to_json(report));
    row.document(document);
    report = read_report(row.text(document.dump(1)), "node-0001.json");
  }
  return judge({report, "node-0001.json", ""}, read_profile(healthy_yaml(), "healthy.yaml"),
               options);
}

class FailClosed : public testing::TestWithParam<Row> {};

TEST_P(FailClosed, NeverPasses) {
  const Row& row = GetParam();
  if (row.wanted == "refused") {
    EXPECT_THROW((void)judged(row), InputError);
    return;
  }
  const Judgement judgement = judged(row);
  EXPECT_GE(judgement.verdict, Verdict::unknown) << name(judgement.verdict);
  EXPECT_TRUE(has_reason(judgement, row.wanted)) << reasons_of(judgement);
}

std::string name_of(const testing::TestParamInfo<Row>& row) { return row.param.name; }

INSTANTIATE_TEST_SUITE_P(Numbers, FailClosed, testing::ValuesIn(broken_numbers()), name_of);
INSTANTIATE_TEST_SUITE_P(Reports, FailClosed, testing::ValuesIn(broken_reports()), name_of);

/// Without this row the table would also hold for a judge that never passes anything.
TEST(FailClosedControl, TheHealthyReportPasses) {
  const Judgement judgement = judged({"control", ""});
  EXPECT_EQ(judgement.verdict, Verdict::pass) << reasons_of(judgement);
  EXPECT_TRUE(judgement.reasons.empty());
}

TEST(FailClosedControl, NoDemandedLimitAtAll) {
  for (const char* yaml : {"profile: p\nlimits: []\n",
                           "profile: p\nlimits:\n  - {test: memory.read, metric: bandwidth, level: "
                           "burnin, at_least: 1 GB/s}\n",
                           "profile: p\nlimits:\n  - {test: memory.read, metric: bandwidth, when: "
                           "{virtual: true}, at_least: 1 GB/s}\n",
                           "profile: p\nlimits:\n  - {test: system.infiniband, metric: x, each: "
                           "port, at_least: 1}\n"}) {
    const Judgement judgement = judge_with(healthy_report(), yaml);
    EXPECT_EQ(judgement.verdict, Verdict::unknown) << yaml;
    EXPECT_TRUE(has_reason(judgement, "nothing-judged")) << yaml;
  }
}

TEST(FailClosedControl, APlainNumberIsNoTimeAndNoRate) {
  Report report = healthy_report();
  result_of(report, "memory.patterns", "node").metrics = {
      reading("hold", Unit::seconds, Better::lower, 0)};
  const auto with = [&](const std::string& bound) {
    return judge_with(report,
                      one_limit("{test: memory.patterns, metric: hold, at_most: " + bound + "}"));
  };
  EXPECT_EQ(with("1 s").verdict, Verdict::pass);
  EXPECT_TRUE(has_reason(with("1"), "wrong-unit"));
  EXPECT_TRUE(has_reason(with("1 W"), "wrong-unit"));
}

TEST(FailClosedControl, ReferencesThatWereNotGiven) {
  for (const char* of : {"baseline", "fleet median"}) {
    const Judgement judgement = judge_with(
        healthy_report(), one_limit("{test: memory.read, metric: bandwidth, at_least: 97 % of " +
                                    std::string(of) + "}"));
    EXPECT_EQ(judgement.verdict, Verdict::unknown);
    EXPECT_TRUE(has_reason(judgement, "absent-reference")) << reasons_of(judgement);
  }
}

}  // namespace
}  // namespace assay::test
