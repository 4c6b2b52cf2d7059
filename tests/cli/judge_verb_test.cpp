#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "tests/cli/sample_reports.hpp"

namespace assay {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Json = nlohmann::json;

class JudgeVerb : public InFolder {
 protected:
  /// `assay judge WORDS --profile demo.yaml`
  Ended judge(std::vector<std::string> words) {
    words.insert(words.begin(), "judge");
    words.insert(words.end(), {"--profile", write_profile()});
    return assay_in_process(words);
  }
};

TEST_F(JudgeVerb, ExitCodeIsTheWorstVerdict) {
  write("pass.json", report_of("a", 3e9));
  write("warn.json", report_of("b", 1.5e9));
  write("fail.json", report_of("c", 0.5e9));
  Report half = report_of("d", 3e9);
  half.run.complete = false;
  write("unknown.json", half);
  EXPECT_EQ(judge({"pass.json"}).status, 0) << judge({"pass.json"}).out;
  EXPECT_EQ(judge({"warn.json"}).status, 0);
  EXPECT_EQ(judge({"fail.json"}).status, 1);
  EXPECT_EQ(judge({"unknown.json"}).status, 2);
  EXPECT_EQ(judge({"pass.json", "unknown.json"}).status, 2);
  EXPECT_EQ(judge({"."}).status, 1);
}

TEST_F(JudgeVerb, TextNamesNodeLimitAndNumbers) {
  write("fail.json", report_of("node-7", 0.5e9));
  const Ended ended = judge({"fail.json"});
  EXPECT_THAT(ended.out,
              HasSubstr("node-7  node  memory.read.bandwidth  500 MB/s  >=  1 GB/s  -50.0 %"));
  EXPECT_THAT(ended.out, HasSubstr("demo.yaml"));
  EXPECT_THAT(ended.err, IsEmpty());
}

TEST_F(JudgeVerb, AnUnreadableReportAloneIsRefusedAndNothingIsWritten) {
  write("bad.json", "{\"schema\": \"assay/report\", \"schema_version\": \"1.0\",\n \"run\": 5}");
  const Ended ended = judge({"bad.json", "-o", "verdict.txt"});
  EXPECT_EQ(ended.status, 3);
  EXPECT_THAT(ended.err, AllOf(HasSubstr("bad.json:2"), HasSubstr("run")));
  EXPECT_THAT(ended.out, IsEmpty());
  EXPECT_FALSE(std::filesystem::exists("verdict.txt"));
}

TEST_F(JudgeVerb, OneUnreadableReportDoesNotHideTheOthers) {
  for (int i = 0; i < 30; ++i)
    write("fleet/" + std::to_string(i) + ".json", report_of("node-" + std::to_string(i), 3e9));
  write("fleet/15.json", "{\"cut\": ");
  const Ended ended = judge({"fleet", "--format", "jsonl"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.err, HasSubstr("fleet/15.json"));
  std::istringstream lines(ended.out);
  std::map<std::string, int> verdicts;
  for (std::string line; std::getline(lines, line);) {
    const Json node = Json::parse(line);
    ++verdicts[node.at("verdict")];
    if (node.at("verdict") == "unknown") {
      EXPECT_EQ(node.at("node"), "fleet/15.json");
    }
  }
  EXPECT_EQ(verdicts, (std::map<std::string, int>{{"pass", 29}, {"unknown", 1}}));
}

TEST_F(JudgeVerb, NorDoesOneLineOfMany) {
  std::string lines;
  for (int i = 0; i < 5; ++i) {
    Json one = Json::parse(read(write("one.json", report_of("node-" + std::to_string(i), 3e9))));
    lines += i == 2 ? "{]\n" : one.dump() + '\n';
  }
  write("fleet.jsonl", lines);
  const Ended ended = judge({"fleet.jsonl", "--format", "json"});
  EXPECT_EQ(ended.status, 2);
  const Json nodes = Json::parse(ended.out);
  ASSERT_EQ(nodes.size(), 5U);
  EXPECT_EQ(nodes[2].at("node"), "fleet.jsonl:3");
  EXPECT_EQ(nodes[2].at("verdict"), "unknown");
  EXPECT_EQ(nodes[4].at("verdict"), "pass");
}

TEST_F(JudgeVerb, AMissingFileAmongOthersIsUnknown) {
  write("a.json", report_of("a", 3e9));
  EXPECT_EQ(judge({"missing.json"}).status, 3);
  const Ended ended = judge({"missing.json", "a.json"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.out, AllOf(HasSubstr("missing.json"), HasSubstr("pass")));
}

TEST_F(JudgeVerb, AnEmptyFolderIsNoPass) {
  std::filesystem::create_directory("empty");
  EXPECT_EQ(judge({"empty"}).status, 3);
  write("a.json", report_of("a", 3e9));
  EXPECT_EQ(judge({"empty", "a.json"}).status, 2);
}

TEST_F(JudgeVerb, AnOldReportIsUnknownOnlyIfAsked) {
  Report old = report_of("a", 3e9);
  old.run.started = "2020-01-01T00:00:00Z";
  old.run.ended = "2020-01-01T00:01:00Z";
  write("old.json", old);
  EXPECT_EQ(judge({"old.json"}).status, 0);
  EXPECT_EQ(judge({"old.json", "--max-age", "24h"}).status, 2);
  EXPECT_EQ(judge({"old.json", "--max-age", "20000d"}).status, 0);
  EXPECT_EQ(judge({"old.json", "--max-age", "soon"}).status, 3);
}

TEST_F(JudgeVerb, WritesAFileInOneStepAndNeverOverAReport) {
  write("a.json", report_of("a", 3e9));
  const Ended ended = judge({"a.json", "--format", "csv", "-o", "out.csv"});
  EXPECT_EQ(ended.status, 0);
  EXPECT_THAT(ended.out, IsEmpty());
  EXPECT_THAT(read("out.csv"), HasSubstr("a,pass,pass"));
  const std::string before = read("a.json");
  EXPECT_EQ(judge({"a.json", "-o", "./a.json"}).status, 3);
  EXPECT_EQ(read("a.json"), before);
  EXPECT_EQ(judge({"a.json", "-o", "no/such/folder/x"}).status, 3);
}

TEST_F(JudgeVerb, WhatIfShowsChangesAndKeepsTheExitCode) {
  write("a.json", report_of("a", 3e9));
  write("b.json", report_of("b", 30e9));
  write("strict.yaml",
        "profile: strict\ndescribes: for tests\nlimits:\n  - test: memory.read\n    metric: "
        "bandwidth\n"
        "    at_least: 10 GB/s\n");
  const Ended ended = judge({"a.json", "b.json", "--what-if", "strict.yaml"});
  EXPECT_EQ(ended.status, 0);
  EXPECT_THAT(ended.out, AllOf(HasSubstr("pass -> fail  a"), HasSubstr("1 of 2 verdicts"),
                               Not(HasSubstr("pass -> fail  b"))));
  EXPECT_EQ(judge({"a.json", "--what-if", "strict.yaml", "--format", "csv"}).status, 3);
  EXPECT_EQ(judge({"a.json", "--what-if", "no-such-profile"}).status, 3);
}

TEST_F(JudgeVerb, NoProfileIsNoPass) {
  write("a.json", report_of("a", 3e9));
  EXPECT_EQ(assay_in_process({"judge", "a.json", "--profile", "none"}).status, 2);
}

TEST_F(JudgeVerb, BadWordsAreUsageErrors) {
  write("a.json", report_of("a", 3e9));
  EXPECT_EQ(judge({"a.json", "--format", "xml"}).status, 3);
  EXPECT_EQ(judge({"a.json", "--no-such-option"}).status, 3);
  EXPECT_EQ(judge({}).status, 3);
  EXPECT_EQ(judge({"a.json", "--site", "missing.yaml"}).status, 3);
  EXPECT_EQ(assay_in_process({"judge", "a.json", "--profile", "no-such-profile"}).status, 3);
}

TEST_F(JudgeVerb, SerialsOfTheSiteFileAreHeldAgainstTheNode) {
  Report report = report_of("a", 3e9);
  report.node.serial = "S1";
  write("a.json", report);
  write("site.yaml", "hosts:\n  a: {rack: r1, serial: S1}\n");
  write("other.yaml", "hosts:\n  a: {rack: r1, serial: S2}\n");
  write("nobody.yaml", "hosts:\n  b: {rack: r1, serial: S2}\n");
  EXPECT_EQ(judge({"a.json", "--site", "site.yaml"}).status, 0);
  EXPECT_NE(judge({"a.json", "--site", "other.yaml"}).status, 0);
  EXPECT_THAT(judge({"a.json", "--site", "nobody.yaml"}).err,
              HasSubstr("a is not in the site file"));
}

TEST_F(JudgeVerb, LintFindsWhatCanNeverHold) {
  write("a.json", report_of("a", 3e9));
  EXPECT_EQ(assay_in_process({"lint", write_profile(), "a.json"}).status, 0);
  const Ended ended = assay_in_process({"lint", "missing.yaml"});
  EXPECT_EQ(ended.status, 3);
  write("never.yaml",
        "profile: never\ndescribes: for tests\nlimits:\n  - test: memory.read\n    metric: "
        "bandwidth\n"
        "    at_least: 120 % of peak\n");
  const Ended never = assay_in_process({"lint", "never.yaml"});
  EXPECT_EQ(never.status, 1) << never.out;
  EXPECT_THAT(never.out,
              AllOf(HasSubstr("never.yaml:"), HasSubstr(": error: "), HasSubstr("1 error")));
}

}  // namespace
}  // namespace assay
