// What SuperBench 0.12 accepts, one test each: the input of every case was accepted there, or ended
// the whole run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.hpp"
#include "fleet.hpp"

namespace assay {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::vector<NodeMetrics> kThree{good_node(), good_node(), good_node()};

TEST(SuperbenchHoles, GoodNodesPass) { EXPECT_THAT(judge_nightly(kThree), Each(IsEmpty())); }

TEST(SuperbenchHoles, NaN) {
  auto nodes = kThree;
  nodes[1]["mem-bw/h2d:4"] = kNaN;
  const auto judged = judge_nightly(nodes);
  EXPECT_THAT(summary(judged[1]), ElementsAre("not-finite rank 4 mem-bw/h2d"));
  EXPECT_EQ(judged[1][0].verdict, Verdict::unknown);
  EXPECT_THAT(judged[0], IsEmpty());
}

TEST(SuperbenchHoles, AnAbsentMetric) {
  auto nodes = kThree;
  nodes[2].erase("launch/return_code");
  const auto judged = judge_nightly(nodes);
  EXPECT_THAT(summary(judged[2]), ElementsAre("absent-metric node launch/return_code"));
  EXPECT_THAT(judged[0], IsEmpty());
}

TEST(SuperbenchHoles, RankSevenAbsentOnOneNode) {
  auto nodes = kThree;
  nodes[0] = good_node(7);
  const auto judged = judge_nightly(nodes);
  EXPECT_THAT(summary(judged[0]),
              ElementsAre("absent-metric rank 7 mem-bw/d2h", "absent-metric rank 7 mem-bw/h2d",
                          "absent-metric rank 7 launch/event"));
  EXPECT_THAT(judged[1], IsEmpty());
}

TEST(SuperbenchHoles, RankSevenAbsentOnEveryNode) {
  const std::vector<NodeMetrics> nodes(3, good_node(7));
  for (const auto& node : judge_nightly(nodes))
    EXPECT_THAT(summary(node),
                ElementsAre("missing-subject node mem-bw/d2h", "missing-subject node mem-bw/h2d",
                            "missing-subject node launch/event"));
}

TEST(SuperbenchHoles, HalfTheRanksAbsentOnEveryNodeIsSeenWhereTheNumberIsTold) {
  const std::vector<NodeMetrics> nodes(3, good_node(4));
  EXPECT_THAT(judge_nightly(nodes), Each(IsEmpty()));
  EXPECT_THAT(judge_nightly(nodes, 8), Each(Not(IsEmpty())));
  EXPECT_THAT(judge_nightly({3, good_node(7)}, 7), Each(IsEmpty()));
}

TEST(SuperbenchHoles, ARankInTheMiddleAbsentOnMostNodes) {
  auto nodes = kThree;
  for (const std::size_t i : {0U, 1U}) nodes[i].erase("mem-bw/h2d:3");
  const auto judged = judge_nightly(nodes);
  EXPECT_THAT(summary(judged[0]), ElementsAre("absent-metric rank 3 mem-bw/h2d"));
  EXPECT_THAT(judged[2], IsEmpty());
}

TEST(SuperbenchHoles, ARuleThatMatchesNothing) {
  const auto rules = read_superbench_rules(
      "superbench:\n  rules:\n    gemm:\n      function: variance\n"
      "      criteria: lambda x:x<-0.05\n      categories: Gemm\n"
      "      metrics:\n        - gemm-flops/*_tc_.*:\\d*\n        - gemm-flops/fp64:\\d+\n",
      "quickscan.yaml");
  NodeMetrics node;
  for (int rank = 0; rank < 8; ++rank) {
    node["gemm-flops/fp64:" + std::to_string(rank)] = 9;
    node["gemm-flops/fp16_tc:" + std::to_string(rank)] = 140;
  }
  const auto judged =
      judge_fleet(rules, {{"gemm-flops/fp64", 9}, {"gemm-flops/fp16_tc", 280}}, {node, node});
  for (const auto& reasons : judged) {
    ASSERT_THAT(summary(reasons), ElementsAre("no-match node Gemm/gemm-flops/*_tc_.*:\\d*"));
    EXPECT_EQ(reasons[0].verdict, Verdict::unknown);
    EXPECT_EQ(reasons[0].source, "quickscan.yaml:8");
    EXPECT_THAT(reasons[0].text, HasSubstr("\".*\" is anything"));
  }
}

TEST(SuperbenchHoles, TenToTheThirty) {
  auto nodes = kThree;
  nodes[0]["mem-bw/d2h:0"] = 1e30;
  nodes[1]["mem-bw/d2h:0"] = 105;  // over twice its baseline
  nodes[2]["launch/event:5"] = 1e-9;
  const auto judged = judge_nightly(nodes);
  EXPECT_THAT(summary(judged[0]), ElementsAre("implausible rank 0 mem-bw/d2h"));
  EXPECT_THAT(summary(judged[1]), ElementsAre("implausible rank 0 mem-bw/d2h"));
  EXPECT_THAT(summary(judged[2]), ElementsAre("implausible rank 5 launch/event"));
}

TEST(SuperbenchHoles, AnExtraMetricWithoutBaselineIsThatNodesAlone) {
  const auto rules = read_superbench_rules(
      "superbench:\n  rules:\n    memory:\n      function: variance\n"
      "      criteria: lambda x:x<-0.05\n      categories: Memory\n"
      "      metrics: ['mem-bw/.*:\\d+']\n",
      "r.yaml");
  auto nodes = kThree;
  nodes[1]["mem-bw/new:0"] = 3;
  const auto judged = judge_fleet(rules, nightly_baseline(), nodes);
  EXPECT_THAT(judged[0], IsEmpty());
  EXPECT_THAT(summary(judged[1]), ElementsAre("absent-reference rank 0 mem-bw/new"));
  EXPECT_THAT(judged[2], IsEmpty());
}

TEST(SuperbenchHoles, ANinthRankIsThatNodesAlone) {
  auto nodes = kThree;
  nodes[1]["mem-bw/h2d:8"] = 50;
  const auto judged = judge_nightly(nodes);
  EXPECT_THAT(judged[0], IsEmpty());
  EXPECT_THAT(summary(judged[1]), ElementsAre("implausible rank 8 mem-bw/h2d"));
}

TEST(SuperbenchHoles, AMetricThatOnlyOneNodeHasStaysDemandedOfAll) {
  auto nodes = kThree;
  for (const std::size_t i : {0U, 1U}) nodes[i].erase("launch/return_code");
  const auto judged = judge_nightly(nodes);
  EXPECT_THAT(judged[0], Contains(Field(&Reason::id, "no-match")));
  EXPECT_THAT(judged[2], IsEmpty());
}

TEST(SuperbenchHoles, AReturnCodeBelowZero) {
  auto nodes = kThree;
  nodes[0]["mem-bw/return_code"] = -9;
  EXPECT_THAT(summary(judge_nightly(nodes)[0]), ElementsAre("test-error node mem-bw/return_code"));
}

TEST(SuperbenchHoles, ABaselineOfZero) {
  auto baseline = nightly_baseline();
  baseline["mem-bw/h2d"] = 0;
  const auto judged = judge_fleet(nightly_rules(), baseline, kThree);
  EXPECT_THAT(judged[0], AllOf(testing::SizeIs(8), Each(Field(&Reason::id, "absent-reference"))));
}

TEST(SuperbenchHoles, AFileThatOnlyKeepsOrSumsUpJudgesNothing) {
  const auto rules = read_superbench_rules(
      "superbench:\n  rules:\n    kept:\n      store: true\n      categories: A\n"
      "      metrics: ['mem-bw/.*']\n",
      "r.yaml");
  for (const auto& node : judge_fleet(rules, {}, kThree))
    EXPECT_THAT(node, Contains(Field(&Reason::id, "nothing-judged")));
}

}  // namespace
}  // namespace assay
