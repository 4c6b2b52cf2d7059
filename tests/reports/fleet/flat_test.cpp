// What SuperBench's comparator accepts wrongly, one test each, from files.
#include <gmock/gmock.h>

#include "core/error.hpp"
#include "reports/fleet/flat_rows.hpp"
#include "reports/fleet/read_flat.hpp"
#include "tests/reports/fleet/files.hpp"
#include "tests/reports/io/dice.hpp"

namespace assay::test {
namespace {

using fleet::FleetNode;
using fleet::FleetRead;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kRules = R"(superbench:
  rules:
    memory:
      function: variance
      criteria: 'lambda x: x < -0.05'
      categories: Memory
      metrics: ['mem-bw/.*:\d+']
    launch:
      function: variance
      criteria: 'lambda x: x > 0.05'
      categories: Launch
      metrics: ['launch/event:\d+']
)";

using Values = std::map<std::string, std::string>;

Values good(int ranks = 8) {
  Values values;
  for (int rank = 0; rank < ranks; ++rank) {
    values["mem-bw/h2d:" + std::to_string(rank)] = "50.25";
    values["launch/event:" + std::to_string(rank)] = "0.0055";
  }
  return values;
}

std::string line_of(const std::string& node, const Values& values) {
  std::string line = R"({"node": ")" + node + '"';
  for (const auto& [name, value] : values) line += ", \"" + name + "\": " + value;
  return line + "}\n";
}

class FlatFleet : public FleetFiles {
 protected:
  FleetRead judge(const std::string& text, std::size_t threads = 2) {
    const std::vector<std::string> paths{write("results.jsonl", text)};
    fleet::Supply supply(paths);
    return read_flat_fleet(supply, paths,
                           {read_superbench_rules(rules, "rules.yaml"),
                            read_superbench_baseline(baseline, "b.json"), std::nullopt},
                           nullptr, threads);
  }
  /// The three nodes, the second of which is `values`.
  FleetRead judge_second(const Values& values) {
    return judge(line_of("a", good()) + line_of("b", values) + line_of("c", good()));
  }
  static void expect_others_pass(const FleetRead& fleet) {
    for (const char* name : {"a", "c"})
      EXPECT_THAT(reasons_of(node_named(fleet.nodes, name)), IsEmpty());
  }

  std::string rules = kRules;
  std::string baseline = R"({"mem-bw/h2d": 50, "launch/event": 0.0055})";
};

TEST_F(FlatFleet, GoodNodesPassInTheirOrder) {
  const FleetRead fleet = judge_second(good());
  ASSERT_EQ(fleet.nodes.size(), 3U);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(fleet.nodes[i].name, std::string(1, "abc"[i]));
    EXPECT_EQ(fleet.nodes[i].verdict, Verdict::pass);
    EXPECT_THAT(fleet.nodes[i].source, HasSubstr("results.jsonl:" + std::to_string(i + 1)));
  }
}

TEST_F(FlatFleet, ASlowOneFails) {
  Values values = good();
  values["mem-bw/h2d:3"] = "47.4";
  const FleetRead fleet = judge_second(values);
  EXPECT_THAT(reasons_of(node_named(fleet.nodes, "b")),
              ElementsAre("below-limit mem-bw/h2d rank 3"));
  EXPECT_EQ(node_named(fleet.nodes, "b").verdict, Verdict::fail);
  expect_others_pass(fleet);
}

TEST_F(FlatFleet, NaN) {
  for (const char* value : {"NaN", "Infinity", "-Infinity", "\"50\"", "true", "[50]", "1e999",
                            "1000000000000000000000000000000"}) {
    Values values = good();
    values["mem-bw/h2d:3"] = value;
    const FleetRead fleet = judge_second(values);
    EXPECT_THAT(reasons_of(node_named(fleet.nodes, "b")),
                ElementsAre("not-finite mem-bw/h2d rank 3"))
        << value;
    EXPECT_EQ(node_named(fleet.nodes, "b").verdict, Verdict::unknown);
    expect_others_pass(fleet);
  }
}

TEST_F(FlatFleet, AnAbsentMetric) {
  Values values = good();
  for (int rank = 0; rank < 8; ++rank) values.erase("launch/event:" + std::to_string(rank));
  const FleetRead fleet = judge_second(values);
  EXPECT_THAT(reasons_of(node_named(fleet.nodes, "b")),
              Contains("absent-metric launch/event rank 5"));
  expect_others_pass(fleet);
}

TEST_F(FlatFleet, NullIsAbsent) {
  Values values = good();
  values["launch/event:5"] = "null";
  EXPECT_THAT(reasons_of(node_named(judge_second(values).nodes, "b")),
              ElementsAre("absent-metric launch/event rank 5"));
}

TEST_F(FlatFleet, RankSevenAbsentOnOneNode) {
  const FleetRead fleet = judge_second(good(7));
  EXPECT_THAT(reasons_of(node_named(fleet.nodes, "b")),
              ElementsAre("absent-metric mem-bw/h2d rank 7", "absent-metric launch/event rank 7"));
  expect_others_pass(fleet);
}

TEST_F(FlatFleet, RankSevenAbsentOnEveryNode) {
  const FleetRead fleet = judge(line_of("a", good(7)) + line_of("b", good(7)));
  for (const FleetNode& node : fleet.nodes) {
    EXPECT_EQ(node.verdict, Verdict::unknown);
    EXPECT_THAT(reasons_of(node), Contains("missing-subject mem-bw/h2d node"));
  }
}

TEST_F(FlatFleet, ARuleThatMatchesNothing) {
  rules +=
      "    glob:\n      function: variance\n      criteria: 'lambda x: x < -0.05'\n"
      "      categories: Gemm\n      metrics: ['gemm-flops/*_tc']\n";
  for (const FleetNode& node : judge_second(good()).nodes) {
    EXPECT_EQ(node.verdict, Verdict::unknown);
    ASSERT_EQ(node.reasons.size(), 1U);
    EXPECT_EQ(node.reasons.front().id, "no-match");
    EXPECT_EQ(node.reasons.front().source, "rules.yaml:17");
  }
}

TEST_F(FlatFleet, TenToTheThirty) {
  Values values = good();
  values["mem-bw/h2d:0"] = "1e30";
  const FleetRead fleet = judge_second(values);
  EXPECT_THAT(reasons_of(node_named(fleet.nodes, "b")),
              ElementsAre("implausible mem-bw/h2d rank 0"));
  expect_others_pass(fleet);
}

TEST_F(FlatFleet, AnExtraMetricWithoutBaselineIsThatRowAlone) {
  Values values = good();
  values["mem-bw/new:0"] = "3";
  const FleetRead fleet = judge_second(values);
  EXPECT_THAT(reasons_of(node_named(fleet.nodes, "b")),
              Contains("absent-reference mem-bw/new rank 0"));
  expect_others_pass(fleet);
}

TEST_F(FlatFleet, ADuplicateNodeName) {
  const FleetRead fleet = judge(line_of("a", good()) + line_of("b", good()) + line_of("a", good()));
  ASSERT_EQ(fleet.nodes.size(), 3U);
  EXPECT_EQ(fleet.nodes[1].verdict, Verdict::pass);
  for (const std::size_t i : {0U, 2U}) {
    EXPECT_THAT(reasons_of(fleet.nodes[i]), ElementsAre("duplicate-node / "));
    EXPECT_THAT(fleet.nodes[i].reasons.front().text, HasSubstr("results.jsonl:"));
  }
  EXPECT_THAT(fleet.night.hostnames, ElementsAre("b"));
}

TEST_F(FlatFleet, ARuleFileWithCodeInItIsRefused) {
  const std::string trace = (folder / "it-ran").string();
  rules =
      "superbench:\n  rules:\n    r:\n      function: variance\n      criteria: "
      "\"lambda x: __import__('os').system('touch " +
      trace + "') == 0\"\n      categories: C\n      metrics: ['mem-bw/.*']\n";
  EXPECT_THROW((void)judge_second(good()), InputError);
  EXPECT_FALSE(std::filesystem::exists(trace));
}

TEST_F(FlatFleet, AMetricTwiceInOneLineIsNoNumber) {
  std::string line = line_of("b", good());
  line.insert(line.size() - 2, ", \"mem-bw/h2d:3\": 50");
  const FleetRead fleet = judge(line_of("a", good()) + line + line_of("c", good()));
  EXPECT_THAT(reasons_of(node_named(fleet.nodes, "b")), Contains("not-finite mem-bw/h2d rank 3"));
  expect_others_pass(fleet);
}

TEST_F(FlatFleet, BrokenLinesAreNamedAndHideNobody) {
  const std::string bad = line_of("x", good());
  for (const std::string& broken : {bad.substr(0, bad.size() / 2) + "\n", std::string("[1]\n"),
                                    std::string("{\"m:0\": 1}\n"), std::string("{\"node\": 5}\n"),
                                    std::string("\"NaN\n"), std::string("{\"node\": \"\"}\n")}) {
    const FleetRead fleet = judge(line_of("a", good()) + broken + line_of("c", good()));
    ASSERT_EQ(fleet.nodes.size(), 3U) << broken;
    EXPECT_FALSE(fleet.nodes[1].readable);
    EXPECT_THAT(fleet.nodes[1].name, HasSubstr("results.jsonl:2"));
    EXPECT_EQ(fleet.nodes[1].verdict, Verdict::unknown);
    expect_others_pass(fleet);
  }
}

/// However the nodes are spread over pieces and threads, whatever order their metrics have.
TEST_F(FlatFleet, ThreadsPiecesAndTheOrderOfMetricsChangeNothing) {
  Dice dice(7);
  std::string text;
  for (int i = 0; i < 3000; ++i) {
    Values values = good();
    if (i % 100 == 50) values["mem-bw/h2d:1"] = "40";
    std::string line = line_of("n" + std::to_string(i), values);
    if (dice.chance(0.3)) {  // the last metric goes first
      const std::size_t last = line.rfind(", \"");
      const std::string moved = line.substr(last, line.size() - 2 - last);
      line.erase(last, moved.size());
      line.insert(line.find(", \""), moved);
    }
    text += line;
  }
  const FleetRead one = judge(text, 1);
  const FleetRead three = judge(text, 3);
  ASSERT_EQ(one.nodes.size(), 3000U);
  ASSERT_EQ(three.nodes.size(), 3000U);
  for (std::size_t i = 0; i < one.nodes.size(); ++i) {
    EXPECT_EQ(one.nodes[i].name, "n" + std::to_string(i));
    EXPECT_EQ(three.nodes[i].name, one.nodes[i].name);
    EXPECT_EQ(one.nodes[i].verdict, i % 100 == 50 ? Verdict::fail : Verdict::pass) << i;
    EXPECT_EQ(three.nodes[i].verdict, one.nodes[i].verdict);
  }
  EXPECT_EQ(one.night.columns.size(), 16U);
  EXPECT_EQ(one.night.nodes(), 3000U);
}

TEST_F(FlatFleet, TheNightHasEachValueInItsPlace) {
  Values values = good();
  values["mem-bw/h2d:3"] = "51.5";
  values.erase("launch/event:6");
  const FleetRead fleet = judge_second(values);
  const Night& night = fleet.night;
  require_shape(night);
  for (std::size_t c = 0; c < night.columns.size(); ++c) {
    const NightColumn& column = night.columns[c];
    const std::string& slot = night.slots[column.slot].label;
    EXPECT_EQ(column.better, column.test == "launch" ? Better::lower : Better::higher);
    const float value = night.column(c)[1];
    if (column.test == "launch" && slot == "rank 6") {
      EXPECT_TRUE(std::isnan(value));
    } else if (column.test == "launch") {
      EXPECT_FLOAT_EQ(value, 0.0055F);
    } else {
      EXPECT_FLOAT_EQ(value, slot == "rank 3" ? 51.5F : 50.25F);
    }
  }
}

TEST(FlatResults, AreToldFromReports) {
  EXPECT_TRUE(fleet::is_flat_result(R"({"node": "a", "m:0": NaN})"));
  EXPECT_FALSE(fleet::is_flat_result(R"({"schema": "assay/report", "node": "a"})"));
  EXPECT_FALSE(fleet::is_flat_result(R"({"node": {"hostname": "a"}})"));
  EXPECT_FALSE(fleet::is_flat_result("not JSON"));
  EXPECT_FALSE(fleet::is_flat_result("[]"));
}

}  // namespace
}  // namespace assay::test
