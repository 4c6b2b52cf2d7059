#include "collectives/locate/locate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/collectives/locate/trial.hpp"

namespace assay::locate {
namespace {

using simulate::Fault;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::array kDrawn{Kind::node, Kind::nic,  Kind::direction,
                            Kind::pair, Kind::leaf, Kind::uplink};

/// Kind of trouble and number of nodes; a search must name all of it and nothing else.
class OneKind : public testing::TestWithParam<std::tuple<Kind, std::int32_t>> {};

TEST_P(OneKind, IsNamedExactly) {
  const auto [kind, nodes] = GetParam();
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    Trial trial{.shape = {.nodes = nodes, .rails = 2}, .options = {.seed = seed}};
    trial.faults = simulate::draw_faults(
        trial.fabric(), {.kind = kind, .count = static_cast<std::int32_t>(seed), .seed = seed});
    ASSERT_THAT(trial.faults, Not(IsEmpty()));
    const Findings findings = trial.run();
    const simulate::Score score = simulate::score(trial.fabric(), trial.faults, findings.culprits);
    EXPECT_EQ(score.found, static_cast<std::int32_t>(trial.faults.size())) << "seed " << seed;
    EXPECT_EQ(score.wrong, 0) << "seed " << seed;
    EXPECT_LE(findings.rounds, nodes <= 256 ? nodes + 6 : 6);
    for (const Culprit& culprit : findings.culprits) {
      EXPECT_LT(culprit.measured, 0.95 * culprit.expected);
      EXPECT_GE(culprit.evidence.flows, culprit.evidence.slow);
      EXPECT_GE(culprit.evidence.slow, 3);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, OneKind,
                         testing::Combine(testing::ValuesIn(kDrawn), testing::Values(9, 24, 61)));
INSTANTIATE_TEST_SUITE_P(SixRounds, OneKind,
                         testing::Combine(testing::Values(Kind::node, Kind::nic, Kind::direction,
                                                          Kind::leaf, Kind::uplink),
                                          testing::Values(300, 1001)));

TEST(Locate, AccusesNobodyInAGoodFabric) {
  for (const std::int32_t nodes : {3, 4, 5, 8, 33, 64, 500})
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      const Findings findings = Trial{.shape = {.nodes = nodes}, .options = {.seed = seed}}.run();
      EXPECT_THAT(findings.culprits, IsEmpty()) << nodes << " nodes";
      EXPECT_THAT(findings.undecided, IsEmpty()) << nodes << " nodes";
    }
}

TEST(Locate, MeasuresEveryPairOnceUpTo256NodesAndSixRoundsAbove) {
  const Findings all = Trial{.shape = {.nodes = 64, .rails = 1}}.run();
  EXPECT_EQ(all.rounds, 63);
  EXPECT_EQ(all.pairs, 64 * 63 / 2);
  const Findings few = Trial{.shape = {.nodes = 300, .rails = 1}}.run();
  EXPECT_LE(few.rounds, 6);
  EXPECT_LE(few.pairs, 6 * 150);
}

TEST(Locate, CannotCompareOneOrTwoNodes) {
  for (const std::int32_t nodes : {1, 2}) {
    const Findings findings = Trial{.shape = {.nodes = nodes}}.run();
    EXPECT_THAT(findings.undecided, SizeIs(1));
    EXPECT_THAT(findings.culprits, IsEmpty());
  }
}

TEST(Locate, NamesADeadNodeAndACutCable) {
  for (const std::int32_t nodes : {32, 300}) {
    const Trial trial{
        .shape = {.nodes = nodes, .rails = 2},
        .faults = {{.kind = Kind::node, .node = 7}, {.kind = Kind::nic, .node = 9, .rail = 1}}};
    const Findings findings = trial.run();
    ASSERT_THAT(findings.culprits, SizeIs(2));
    EXPECT_EQ(findings.culprits[0].kind, Kind::node);
    EXPECT_EQ(findings.culprits[0].nodes, std::vector<std::int32_t>{7});
    EXPECT_EQ(findings.culprits[1].kind, Kind::nic);
    EXPECT_EQ(findings.culprits[1].rail, 1);
    for (const Culprit& culprit : findings.culprits) {
      EXPECT_EQ(culprit.measured, 0);
      EXPECT_THAT(sentence(trial.fabric(), culprit), HasSubstr("does not answer"));
    }
  }
}

TEST(Locate, DoesNotWaitForADeadNodeRoundAfterRound) {
  const Findings findings =
      Trial{.shape = {.nodes = 64, .rails = 1}, .faults = {{.kind = Kind::node, .node = 7}}}.run();
  EXPECT_LE(findings.unanswered, 2 * 4);
}

TEST(Locate, TellsABadRailFromBadAdapters) {
  for (const double share : {0.0, 0.7}) {
    const Findings findings = Trial{.shape = {.nodes = 24, .rails = 4},
                                    .faults = {{.kind = Kind::rail, .rail = 2, .share = share}}}
                                  .run();
    ASSERT_THAT(findings.culprits, SizeIs(1)) << share;
    EXPECT_EQ(findings.culprits[0].kind, Kind::rail);
    EXPECT_EQ(findings.culprits[0].rail, 2);
    EXPECT_NEAR(findings.culprits[0].measured, share * kRate, 0.02 * kRate);
  }
}

TEST(Locate, TellsABadSpineFromBadUplinks) {
  const Findings findings = Trial{.shape = {.nodes = 48, .rails = 1, .nodes_per_leaf = 8},
                                  .faults = {{.kind = Kind::spine, .uplink = 3, .share = 0.6}}}
                                .run();
  ASSERT_THAT(findings.culprits, SizeIs(1));
  EXPECT_EQ(findings.culprits[0].kind, Kind::spine);
  EXPECT_EQ(findings.culprits[0].uplink, 3);
}

TEST(Locate, WithTwoLeavesNamesBothUplinksThatExplainAsMuch) {
  const Findings findings =
      Trial{.shape = {.nodes = 16, .rails = 1, .nodes_per_leaf = 8},
            .faults = {{.kind = Kind::uplink, .leaf = 0, .uplink = 3, .share = 0.6}}}
          .run();
  ASSERT_THAT(findings.culprits, SizeIs(1));
  const Culprit& culprit = findings.culprits[0];
  EXPECT_EQ(culprit.kind, Kind::uplink);
  EXPECT_EQ(culprit.uplink, 3);
  ASSERT_THAT(culprit.or_leaves, SizeIs(1));
  EXPECT_NE(culprit.or_leaves[0], culprit.leaf);
}

TEST(Locate, FindsTheLeafOfABadUplinkWithoutKnowingRoutes) {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    Trial trial{.shape = {.nodes = 96, .rails = 1}, .options = {.seed = seed}, .routes = false};
    trial.faults = {{.kind = Kind::uplink, .leaf = 2, .uplink = 4, .share = 0.7}};
    const Findings findings = trial.run();
    ASSERT_THAT(findings.culprits, SizeIs(1)) << seed;
    EXPECT_EQ(findings.culprits[0].kind, Kind::uplink);
    EXPECT_EQ(findings.culprits[0].leaf, 2);
    EXPECT_THAT(findings.culprits[0].nodes, Contains(2 * 24 + 4));
  }
}

TEST(Locate, SeparatesFaultsOfDifferentKindsAtOnce) {
  const Trial trial{
      .shape = {.nodes = 64, .rails = 4},
      .faults = {
          {.kind = Kind::node, .node = 17, .share = 0.7},
          {.kind = Kind::nic, .node = 27, .rail = 3, .share = 0.24},
          {.kind = Kind::direction, .node = 4, .rail = 1, .way = Way::sending, .share = 0.8},
          {.kind = Kind::direction, .node = 60, .rail = -1, .way = Way::receiving, .share = 0.6},
          {.kind = Kind::pair, .node = 3, .other = 9, .share = 0.5},
          {.kind = Kind::uplink, .leaf = 4, .uplink = 2, .share = 0.8}}};
  const Findings findings = trial.run();
  const simulate::Score score = simulate::score(trial.fabric(), trial.faults, findings.culprits);
  EXPECT_EQ(score.found, 6);
  EXPECT_EQ(score.wrong, 0);
}

TEST(Locate, SaysThatItCannotSeeThroughScatter) {
  const Findings findings =
      Trial{.shape = {.nodes = 24, .rails = 1}, .noise = {.deviation = 0.08}}.run();
  EXPECT_THAT(findings.culprits, IsEmpty());
  EXPECT_THAT(findings.undecided, Contains(HasSubstr("scatter")));
}

TEST(Locate, SaysThatNobodyAnswers) {
  const Findings findings = Trial{.shape = {.nodes = 6, .rails = 1},
                                  .faults = {{.kind = Kind::rail, .rail = 0, .share = 0}}}
                                .run();
  EXPECT_THAT(findings.undecided, Contains(HasSubstr("no pair")));
}

TEST(Locate, ListsWhatIsWeakWithoutAccusingIt) {
  const Findings findings = Trial{.shape = {.nodes = 128, .rails = 1},
                                  .faults = {{.kind = Kind::node, .node = 5, .share = 0.97}}}
                                .run();
  EXPECT_THAT(findings.culprits, IsEmpty());
  ASSERT_THAT(findings.weakest, SizeIs(2));
  for (const Weak& weak : findings.weakest) {
    EXPECT_EQ(weak.node, 5);
    EXPECT_NEAR(weak.ratio, 0.97, 0.01);
  }
}

}  // namespace
}  // namespace assay::locate
