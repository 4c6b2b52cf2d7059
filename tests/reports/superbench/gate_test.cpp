#include "reports/importers/superbench/gate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "core/error.hpp"
#include "fleet.hpp"

namespace assay {
namespace {

using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

SuperbenchRules rules_of(const std::string& body) {
  return read_superbench_rules("superbench:\n  rules:\n" + body, "r.yaml");
}

TEST(SuperbenchGate, SaysWhatWasMeasuredAndWhatWasDemanded) {
  auto node = good_node();
  node["mem-bw/h2d:3"] = 40;
  const auto reasons = judge_nightly({node, good_node()})[0];
  ASSERT_EQ(reasons.size(), 1U);
  const Reason& reason = reasons[0];
  EXPECT_EQ(reason.id, "below-limit");
  EXPECT_EQ(reason.verdict, Verdict::fail);
  EXPECT_EQ(reason.subject, "rank 3");
  EXPECT_EQ(reason.test, "mem-bw");
  EXPECT_EQ(reason.metric, "h2d");
  EXPECT_EQ(reason.measured, 40);
  EXPECT_EQ(reason.op, ">=");
  EXPECT_DOUBLE_EQ(*reason.limit, 47.5);
  EXPECT_DOUBLE_EQ(*reason.margin, (40 - 47.5) / 47.5);
  EXPECT_EQ(reason.source, "nightly.yaml:4 memory: lambda x:x<-0.05");
  EXPECT_THAT(reason.text, HasSubstr("-20.00 % of its baseline 50"));
}

TEST(SuperbenchGate, AHighLatencyIsAboveItsLimit) {
  auto node = good_node();
  node["launch/event:0"] = 0.012;
  const auto reasons = judge_nightly({node})[0];
  ASSERT_EQ(reasons.size(), 1U);
  EXPECT_EQ(reasons[0].id, "above-limit");
  EXPECT_EQ(reasons[0].op, "<=");
  EXPECT_LT(*reasons[0].margin, 0);
}

TEST(SuperbenchGate, AFailedReturnCodeFails) {
  auto node = good_node();
  node["mem-bw/return_code"] = 3;
  EXPECT_THAT(summary(judge_nightly({node})[0]),
              ElementsAre("above-limit node mem-bw/return_code"));
}

TEST(SuperbenchGate, RulesAboutRulesCountOverRules) {
  const auto rules = rules_of(R"(
    mem: {function: variance, criteria: 'lambda x:x<-0.05', store: true, categories: M, metrics: ['mem-bw/h2d:\d+']}
    lat: {function: variance, criteria: 'lambda x:x>0.05', store: true, categories: L, metrics: ['launch/event:\d+']}
    both: {function: multi_rules, criteria: 'lambda label:bool(label["mem"]+label["lat"]>=2)', categories: B}
)");
  auto one = good_node();
  one["mem-bw/h2d:1"] = 40;
  auto two = one;
  two["launch/event:7"] = 0.01;
  const auto judged = judge_fleet(rules, nightly_baseline(), {good_node(), one, two});
  EXPECT_THAT(judged[0], IsEmpty());
  EXPECT_THAT(judged[1], IsEmpty());
  EXPECT_THAT(summary(judged[2]), ElementsAre("above-limit node B/violations"));
  EXPECT_EQ(judged[2][0].measured, 2);
}

TEST(SuperbenchGate, AStoredRuleWithoutEvidenceKeepsTheNodeFromPassing) {
  const auto rules = rules_of(R"(
    mem: {function: variance, criteria: 'lambda x:x<-0.05', store: true, categories: M, metrics: ['mem-bw/h2d:\d+']}
    many: {function: multi_rules, criteria: 'lambda label:bool(label["mem"]>=1)', categories: B}
)");
  auto node = good_node();
  node["mem-bw/h2d:1"] = kNaN;
  EXPECT_THAT(judge_fleet(rules, nightly_baseline(), {node})[0],
              Contains(Field(&Reason::id, "not-finite")));
}

TEST(SuperbenchGate, TheSpreadOfKeptValues) {
  const auto rules = rules_of(R"(
    kept: {store: True, categories: M, metrics: ['mem-bw/h2d:\d+']}
    even: {function: multi_rules, criteria: 'lambda label:bool(min(label["kept"].values())/max(label["kept"].values())<0.95)', categories: B}
)");
  auto uneven = good_node();
  uneven["mem-bw/h2d:2"] = 47;
  auto nothing = good_node();
  for (int rank = 0; rank < 8; ++rank) nothing["mem-bw/h2d:" + std::to_string(rank)] = 0;
  const auto judged = judge_fleet(rules, {}, {good_node(), uneven, nothing});
  EXPECT_THAT(judged[0], IsEmpty());
  EXPECT_THAT(summary(judged[1]), ElementsAre("below-limit node B/spread"));
  EXPECT_DOUBLE_EQ(*judged[1][0].measured, 0.94);
  EXPECT_THAT(summary(judged[2]), ElementsAre("absent-value node B/"));
}

TEST(SuperbenchGate, AFailureCheckDemandsWhatAnyNodeHas) {
  const auto rules = rules_of(R"(
    whole: {function: failure_check, criteria: 'lambda x:False', categories: F, metrics: ['mem-bw/h2d:\d+']}
)");
  auto nodes = std::vector<NodeMetrics>(4, good_node());
  nodes[3].erase("mem-bw/h2d:7");
  const auto judged = judge_fleet(rules, {}, nodes);
  EXPECT_THAT(judged[0], IsEmpty());
  EXPECT_THAT(summary(judged[3]), ElementsAre("absent-metric rank 7 mem-bw/h2d"));
}

TEST(SuperbenchGate, NamesWhatNoRuleJudges) {
  SuperbenchFleet fleet;
  fleet.nodes = 1;
  fleet.metrics = {"launch/event:0", "disk/read", "mem-bw/h2d:0", "gpu_power"};
  fleet.seen_on = {1, 1, 1, 1};
  const SuperbenchGate gate(nightly_rules(), nightly_baseline(), fleet);
  EXPECT_THAT(gate.uncovered(), ElementsAre("disk/read", "gpu_power"));
}

TEST(SuperbenchGate, LooksOnlyAmongTheBenchmarkThatIsNamed) {
  const auto rules = rules_of(R"(
    a: {function: value, criteria: 'lambda x:x<1', categories: A, metrics: ['bw/x']}
)");
  const auto judged = judge_fleet(rules, {}, {{{"bw/x", 2}, {"other-bw/x", 0}, {"bw/x_avg", 3}}});
  EXPECT_THAT(judged[0], IsEmpty());
}

TEST(SuperbenchGate, SizesThatDifferAreTheCallersFault) {
  SuperbenchFleet fleet;
  fleet.metrics = {"a/b"};
  EXPECT_THROW(SuperbenchGate(nightly_rules(), {}, fleet), Error);
  fleet.seen_on = {1};
  const SuperbenchGate gate(nightly_rules(), {}, fleet);
  EXPECT_THROW(static_cast<void>(gate.hold({})), Error);
}

/// On whole and sane data the gate fails exactly what the published arithmetic fails.
TEST(SuperbenchGate, FailsWhatTheArithmeticFails) {
  std::mt19937 dice(23);  // NOLINT(cert-msc32-c,cert-msc51-cpp)
  std::normal_distribution<double> noise(1, 0.03);
  for (int round = 0; round < 200; ++round) {
    auto node = good_node();
    std::size_t expected = 0;
    const auto baseline = nightly_baseline();
    for (auto& [name, value] : node) {
      if (name.ends_with("return_code")) continue;
      value *= noise(dice);
      const double base = *baseline_of(baseline, name);
      const double varied = (value - base) / base;
      expected += name.starts_with("launch") ? varied > 0.05 : varied < -0.05;
    }
    const auto reasons = judge_nightly({node})[0];
    EXPECT_EQ(reasons.size(), expected);
    EXPECT_THAT(reasons, Each(Field(&Reason::verdict, Verdict::fail)));
  }
}

/// Taking anything away from a node never makes it better.
TEST(SuperbenchGate, LessIsNeverAPass) {
  for (const auto& [name, value] : good_node()) {
    auto node = good_node();
    node.erase(name);
    EXPECT_FALSE(judge_nightly({node, good_node()})[0].empty()) << name;
    EXPECT_FALSE(judge_nightly({node})[0].empty()) << name << ", the only node";
    for (const double bad : {kNaN, -1.0, 1e30}) {
      node[name] = bad;
      EXPECT_FALSE(judge_nightly({node, good_node()})[0].empty()) << name << " " << bad;
    }
  }
}

}  // namespace
}  // namespace assay
