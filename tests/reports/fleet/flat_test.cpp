// What SuperBench's comparator accepts wrongly, one test each, from files.
#include <gmock/gmock.h>

#include "core/error.hpp"
#include "tests/reports/fleet/flat_fleet.hpp"

namespace assay::test {
namespace {

using fleet::FleetNode;
using fleet::FleetRead;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

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

}  // namespace
}  // namespace assay::test
