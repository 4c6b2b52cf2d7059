#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "reports/writer.hpp"
#include "tests/cli/sample_reports.hpp"

namespace assay {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using Json = nlohmann::json;

/// A speed that differs a little from node to node.
double speed(int i) { return 3e9 * (1 + 0.001 * (i * 7 % 11 - 5)); }

class FleetVerb : public InFolder {
 protected:
  Ended judge(std::vector<std::string> words) {
    words.insert(words.begin(), {"judge", "--fleet", "--profile", write_profile()});
    return assay_in_process(words);
  }

  /// 30 good nodes below night/.
  void write_fleet() {
    for (int i = 0; i < 30; ++i)
      write("night/n" + std::to_string(100 + i) + ".json",
            report_of("n" + std::to_string(100 + i), speed(i)));
  }

  std::map<std::string, std::string> verdicts(const Ended& ended) {
    std::map<std::string, std::string> all;
    std::istringstream lines(ended.out);
    for (std::string line; std::getline(lines, line);) {
      const Json node = Json::parse(line);
      all[node.at("node")] = node.at("verdict");
    }
    return all;
  }
};

TEST_F(FleetVerb, GoodFleetsPass) {
  write_fleet();
  const Ended ended = judge({"night"});
  EXPECT_EQ(ended.status, 0) << ended.out << ended.err;
  EXPECT_THAT(ended.out, AllOf(HasSubstr("30 nodes: 30 pass"), Not(HasSubstr("n101"))));
  EXPECT_THAT(ended.err, IsEmpty());
}

TEST_F(FleetVerb, JsonLinesHaveEveryNode) {
  write_fleet();
  write("night/n105.json", report_of("n105", 0.5e9));
  const Ended ended = judge({"night", "--format", "jsonl"});
  EXPECT_EQ(ended.status, 1);
  const auto all = verdicts(ended);
  EXPECT_EQ(all.size(), 30U);
  EXPECT_EQ(all.at("n105"), "fail");
  EXPECT_EQ(all.at("n106"), "pass");
}

TEST_F(FleetVerb, AnOutlierIsWarnedOfAndListedForARetest) {
  write_fleet();
  write("night/n105.json", report_of("n105", 2.5e9));  // within its limits
  const Ended ended = judge({"night", "-o", "out.txt"});
  EXPECT_EQ(ended.status, 0);
  EXPECT_THAT(read("out.txt"), AllOf(HasSubstr("peer-outlier"), HasSubstr("1 warn, 29 pass")));
  EXPECT_THAT(
      read("out.retest.jsonl"),
      testing::StartsWith(
          "{\"node\":\"n105\",\"test\":\"memory.read\",\"subject\":\"node\",\"version\":2,"));
  EXPECT_EQ(judge({"night", "--no-peers"}).out.find("peer-outlier"), std::string::npos);
}

TEST_F(FleetVerb, PastMaxFailedTheRunIsSuspect) {
  write_fleet();
  for (int i = 100; i < 107; ++i)
    write("night/n" + std::to_string(i) + ".json", report_of("n" + std::to_string(i), 0.5e9));
  const Ended ended = judge({"night", "--no-peers"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.out, AllOf(HasSubstr("SUSPECT: 7 of 30 nodes"), HasSubstr("drain nobody")));
  EXPECT_EQ(judge({"night", "--no-peers", "--max-failed", "25%"}).status, 1);
  const Ended lines = judge({"night", "--no-peers", "--format", "jsonl"});
  EXPECT_EQ(lines.status, 2);
  EXPECT_THAT(lines.err, HasSubstr("SUSPECT"));
  EXPECT_EQ(judge({"night", "--max-failed", "many"}).status, 3);
}

TEST_F(FleetVerb, NodesOfTheSiteFileThatSentNothingAreUnknown) {
  write_fleet();
  std::string site = "hosts:\n  n999: {rack: r9, su: su1}\n";
  for (int i = 100; i < 129; ++i)
    site += "  n" + std::to_string(i) + ": {rack: r" + std::to_string(i % 2) + ", su: su1}\n";
  const Ended ended = judge({"night", "--site", write("site.yaml", site)});
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.out,
              AllOf(HasSubstr("absent-node"), HasSubstr("n999"), HasSubstr("rack  r9  1 unknown"),
                    HasSubstr("note: 1 node not in the site file: n129")));
}

TEST_F(FleetVerb, BrokenAndDuplicateReportsAreNamed) {
  write_fleet();
  write("night/broken.json", "{\"cut\": ");
  write("night/twice.json", report_of("n100", 3e9));
  const Ended ended = judge({"night"});
  EXPECT_EQ(ended.status, 2);
  EXPECT_THAT(ended.out, AllOf(HasSubstr("night/broken.json"), HasSubstr("unreadable-report"),
                               HasSubstr("duplicate-node"), HasSubstr("night/twice.json"),
                               HasSubstr("3 unknown, 29 pass")));
}

TEST_F(FleetVerb, NothingToJudgeIsNoPass) {
  write("broken.json", "{");
  EXPECT_EQ(judge({"broken.json"}).status, 3);
  EXPECT_EQ(judge({"missing"}).status, 3);
  std::filesystem::create_directory("empty");
  EXPECT_EQ(judge({"empty"}).status, 3);
}

TEST_F(FleetVerb, ReadsStandardInput) {
  std::string lines;
  for (int i = 0; i < 9; ++i)
    lines += to_json_line(report_of("n" + std::to_string(i), speed(i))) + '\n';
  write("night.jsonl", lines);
  const Ended ended =
      assay_binary("judge --fleet --profile " + write_profile() + " -", "cat night.jsonl |");
  EXPECT_EQ(ended.status, 0) << ended.err;
  EXPECT_THAT(ended.out, HasSubstr("9 nodes: 9 pass"));
}

TEST_F(FleetVerb, SuperBenchsResultsAreRecognised) {
  std::string lines;
  for (int i = 0; i < 20; ++i)
    lines += "{\"node\": \"n" + std::to_string(i) +
             "\", \"mem/bw:0\": " + (i == 7 ? "40" : std::to_string(50 + 0.01 * i)) + "}\n";
  write("results.jsonl", lines);
  write(
      "rules.yaml",
      "superbench:\n  rules:\n    slow:\n      function: variance\n      criteria: 'lambda x: x < "
      "-0.05'\n      categories: Memory\n      metrics: ['mem/bw:\\d+']\n");
  write("baseline.json", "{\"mem/bw\": 50}");
  const auto run = [](std::vector<std::string> words) {
    words.insert(words.begin(), {"judge", "--fleet", "results.jsonl"});
    return assay_in_process(words);
  };
  const Ended ended = run({"--profile", "rules.yaml", "--baseline", "baseline.json"});
  EXPECT_EQ(ended.status, 1) << ended.err;
  EXPECT_THAT(ended.out, AllOf(HasSubstr("n7  rank 0  mem/bw"), HasSubstr("rules.yaml")));
  EXPECT_EQ(run({"--profile", "rules.yaml"}).status, 2);  // no baseline, no pass
  EXPECT_EQ(run({}).status, 3);
  write("rules.yaml",
        "superbench:\n  rules:\n    slow:\n      function: variance\n      criteria: 'lambda x: "
        "open(\"ran\", \"w\")'\n      categories: Memory\n      metrics: ['mem/bw:\\d+']\n");
  const Ended code = run({"--profile", "rules.yaml", "--baseline", "baseline.json"});
  EXPECT_EQ(code.status, 3);
  EXPECT_THAT(code.err, HasSubstr("rules.yaml:5"));
  EXPECT_FALSE(std::filesystem::exists("ran"));
}

TEST_F(FleetVerb, OptionsOfFleetsNeedAFleet) {
  write("a.json", report_of("a", 3e9));
  EXPECT_EQ(assay_in_process({"judge", "a.json", "--max-failed", "10%"}).status, 3);
  EXPECT_EQ(judge({"a.json", "--what-if", "integrity"}).status, 3);
}

}  // namespace
}  // namespace assay
