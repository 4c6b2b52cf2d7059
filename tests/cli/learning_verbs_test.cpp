#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "core/stats.hpp"
#include "tests/cli/sample_reports.hpp"

namespace assay {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using Json = nlohmann::json;

class LearningVerbs : public InFolder {
 protected:
  /// `n` nodes that read memory at about `bytes_per_second`, `runs` times each.
  void write_fleet(const std::string& folder, int n, double bytes_per_second, int runs = 1) {
    for (int node = 0; node < n; ++node)
      for (int run = 0; run < runs; ++run) {
        const double noise = 1 + 0.001 * ((node * 5 + run * 3) % 7 - 3);
        Report report = report_of("node-" + std::to_string(node), bytes_per_second * noise);
        report.run.id = folder + std::to_string(node) + "-" + std::to_string(run);
        write(folder + "/" + report.run.id + ".json", report);
      }
  }
};

TEST_F(LearningVerbs, ABaselineJudgesWhereNoProfileSpeaks) {
  write_fleet("good", 6, 3e9, 2);
  const Ended learned = assay_in_process({"baseline", "good", "-o", "good.yaml"});
  EXPECT_EQ(learned.status, 0) << learned.err;
  EXPECT_THAT(learned.out, HasSubstr("1 limit from 12 reports"));
  write("same.json", report_of("new", 3e9));
  write("slow.json", report_of("new", 2.5e9));
  write("wonder.json", report_of("new", 7e9));
  const auto judge = [&](const std::string& report, const std::string& profile) {
    return assay_in_process({"judge", report, "--profile", profile, "--baseline", "good.yaml"});
  };
  EXPECT_EQ(judge("same.json", "none").status, 0) << judge("same.json", "none").out;
  EXPECT_EQ(judge("slow.json", "none").status, 1);
  EXPECT_THAT(judge("slow.json", "none").out,
              AllOf(HasSubstr("memory.read.bandwidth"), HasSubstr("baseline good of")));
  EXPECT_EQ(judge("slow.json", write_profile()).status, 0);
  EXPECT_EQ(judge("wonder.json", write_profile()).status, 2);
  write("share.yaml",
        "profile: share\nlimits:\n  - {test: memory.read, metric: bandwidth, at_least: 97 % of "
        "baseline}\n");
  EXPECT_EQ(judge("same.json", "share.yaml").status, 0);
  EXPECT_EQ(judge("slow.json", "share.yaml").status, 1);
  EXPECT_EQ(assay_in_process({"judge", "same.json", "--profile", "share.yaml"}).status, 2);
}

TEST_F(LearningVerbs, ABaselineOfAnotherMachineIsUnknown) {
  write_fleet("good", 6, 3e9);
  ASSERT_EQ(assay_in_process({"baseline", "good", "-o", "good.yaml"}).status, 0);
  Report other = report_of("other", 3e9);
  other.node.cpus.front().model = "Another CPU";
  write("other.json", other);
  const Ended ended = assay_in_process(
      {"judge", "other.json", "--profile", write_profile(), "--baseline", "good.yaml"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.out, AllOf(HasSubstr("absent-baseline"), HasSubstr("Another CPU")));
}

TEST_F(LearningVerbs, FewNodesAreRefusedAndNothingIsWritten) {
  write_fleet("good", 4, 3e9, 3);
  const Ended refused = assay_in_process({"baseline", "good", "-o", "good.yaml"});
  EXPECT_EQ(refused.status, 3);
  EXPECT_THAT(refused.err, AllOf(HasSubstr("4 nodes"), HasSubstr("--few")));
  EXPECT_FALSE(std::filesystem::exists("good.yaml"));
  EXPECT_EQ(assay_in_process({"baseline", "good", "-o", "good.yaml", "--few"}).status, 0);
  EXPECT_THAT(read("good.yaml"), HasSubstr("baseline: \"good\""));
  const Ended piped =
      assay_in_process({"baseline", "good", "-o", "-", "--few", "--name", "rack 7"});
  EXPECT_THAT(piped.out, testing::StartsWith("baseline: \"rack 7\"\n"));
  EXPECT_THAT(piped.out, Not(HasSubstr("1 limit from")));
  EXPECT_EQ(assay_in_process({"baseline", "missing", "-o", "x.yaml"}).status, 3);
}

TEST_F(LearningVerbs, TheSlowNodeIsNamed) {
  write_fleet("good", 10, 3e9, 2);
  for (int run = 0; run < 2; ++run) {
    Report slow = report_of("lame", 2.5e9);
    slow.run.id = "lame" + std::to_string(run);
    write("good/" + slow.run.id + ".json", slow);
  }
  const Ended ended = assay_in_process({"baseline", "good", "-o", "good.yaml"});
  EXPECT_THAT(ended.out, HasSubstr("left out of memory.read.bandwidth: lame node: 2.5 GB/s"));
}

TEST_F(LearningVerbs, CompareTakesFoldersFilesAndPatterns) {
  write_fleet("before", 6, 3e9);
  write_fleet("after", 6, 3.3e9);
  for (const char* b : {"after", "after/*.json", "after/after?-0.json"}) {
    const Ended ended = assay_in_process({"compare", "before", b, "--format", "json"});
    ASSERT_EQ(ended.status, 0) << ended.err;
    const Json row = Json::parse(ended.out).at("figures").at(0);
    EXPECT_NEAR(row.at("ratio"), 1.1, 0.01);
    EXPECT_EQ(row.at("b").size(), 6U);
    EXPECT_GT(row.at("interval").at(0), 1.08);
  }
  EXPECT_EQ(assay_in_process({"compare", "before", "nothing/*.json"}).status, 3);
  EXPECT_THAT(assay_in_process({"compare", "before", "after"}).out,
              AllOf(HasSubstr("better"), HasSubstr("c0ffee"), HasSubstr("6 runs of 6 nodes")));
}

TEST_F(LearningVerbs, CompareRefusesUnlikeConditionsUnlessTold) {
  write_fleet("before", 5, 3e9);
  for (int i = 0; i < 5; ++i) {
    Report zeros = report_of("node-" + std::to_string(i), 4e9);
    zeros.run.id = "z" + std::to_string(i);
    zeros.run.data = "zeros";
    write("after/" + zeros.run.id + ".json", zeros);
  }
  const Ended refused = assay_in_process({"compare", "before", "after", "-o", "out.csv"});
  EXPECT_EQ(refused.status, 3);
  EXPECT_THAT(refused.err, HasSubstr("data random / zeros"));
  EXPECT_FALSE(std::filesystem::exists("out.csv"));
  const Ended told = assay_in_process(
      {"compare", "before", "after", "-o", "out.csv", "--format", "csv", "--unlike"});
  EXPECT_EQ(told.status, 0);
  EXPECT_THAT(read("out.csv"), HasSubstr("data random / zeros"));
}

TEST_F(LearningVerbs, LintCountsWhatEachLimitWouldDo) {
  write_fleet("night", 5, 3e9);
  write("night/slow.json", report_of("slow", 0.5e9));
  const Ended ended = assay_in_process({"lint", write_profile(), "night", "--coverage"});
  EXPECT_THAT(ended.out, HasSubstr("demo.yaml:4"));
  EXPECT_THAT(ended.out, testing::ContainsRegex("memory.read.bandwidth +6 +5 +0 +1 +0 +slow"));
  EXPECT_THAT(ended.out, testing::ContainsRegex("memory.read +bandwidth +1 +6 of 6"));
  EXPECT_EQ(ended.status, 0) << ended.out;
}

TEST_F(LearningVerbs, WhatIfLooksAtTheLastNights) {
  for (int night = 1; night <= 4; ++night) {
    Report report = report_of("n" + std::to_string(night), 3e9);
    report.run.started = "2020-11-0" + std::to_string(night) + "T01:00:00Z";
    report.run.ended = "2020-11-0" + std::to_string(night) + "T02:00:00Z";
    write("nights/" + std::to_string(night) + ".json", report);
  }
  write("strict.yaml",
        "profile: strict\nlimits:\n  - {test: memory.read, metric: bandwidth, at_least: 4 GB/s}\n");
  const Ended ended = assay_in_process({"judge", "nights", "--profile", write_profile(),
                                        "--what-if", "strict.yaml", "--nights", "2"});
  EXPECT_THAT(ended.out, AllOf(HasSubstr("2020-11-03: 1 of 1 verdict would change"),
                               HasSubstr("2020-11-04: 1 of 1"), Not(HasSubstr("2020-11-02"))));
  EXPECT_THAT(ended.out, HasSubstr("2 of 2 verdicts would change"));
  EXPECT_THAT(ended.out, HasSubstr("2 subjects of 2 nodes"));
  EXPECT_EQ(assay_in_process({"judge", "nights", "--nights", "2"}).status, 3);
}

}  // namespace
}  // namespace assay
