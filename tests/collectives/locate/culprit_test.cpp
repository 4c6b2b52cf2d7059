#include "collectives/locate/culprit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/collectives/locate/trial.hpp"

namespace assay::locate {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Sentences : public testing::Test {
 protected:
  Fabric fabric_ = simulate::build({.nodes = 64, .rails = 4});
  Culprit culprit_{.kind = Kind::nic,
                   .nodes = {17},
                   .rail = 3,
                   .measured = 11.8e9,
                   .expected = 49e9,
                   .evidence = {.flows = 18, .slow = 18, .unanswered = 0, .pairs = 9}};
};

TEST_F(Sentences, NameNodeNicFiguresEvidenceAndWhatToDo) {
  EXPECT_EQ(sentence(fabric_, culprit_),
            "node node-0017 NIC mlx5_3: 11.8 of 49 GB/s in 18 of 18 flows, 9 pairs; others of the "
            "node good; check the cable at leaf 1-3 port 2, then the adapter and its PCIe link");
}

TEST_F(Sentences, SayWhatDoesNotAnswer) {
  culprit_.kind = Kind::node;
  culprit_.evidence.unanswered = culprit_.evidence.flows;
  EXPECT_THAT(sentence(fabric_, culprit_),
              AllOf(HasSubstr("does not answer"), Not(HasSubstr("GB/s"))));
}

TEST_F(Sentences, OfWhoWasLostToAllNothingIsCounted) {
  EXPECT_EQ(
      sentence(fabric_, {.kind = Kind::node, .nodes = {1}}),
      "node " + fabric_.nodes[1] + ": does not answer; see whether it runs and has its links");
}

TEST_F(Sentences, SayHowMuchDidNotAnswer) {
  culprit_.evidence.unanswered = 7;
  EXPECT_THAT(sentence(fabric_, culprit_),
              HasSubstr("11.8 of 49 GB/s in 18 of 18 flows (7 without an answer), 9 pairs"));
}

TEST_F(Sentences, DoWithoutATopology) {
  fabric_.topology = {};
  fabric_.nics.clear();
  EXPECT_THAT(sentence(fabric_, culprit_),
              AllOf(HasSubstr("NIC on rail 3"), HasSubstr("check the cable and its port")));
}

TEST_F(Sentences, NameTheOtherUplinkThatWouldExplainAsMuch) {
  culprit_ = {.kind = Kind::uplink, .nodes = {1}, .leaf = 2, .uplink = 5, .or_leaves = {3}};
  EXPECT_THAT(sentence(fabric_, culprit_), HasSubstr("uplink spine-5 of leaf 0-2 or of leaf 0-3"));
}

TEST_F(Sentences, ThereIsOneForEveryKind) {
  for (const Kind kind : {Kind::rail, Kind::spine, Kind::leaf, Kind::node, Kind::nic,
                          Kind::direction, Kind::uplink, Kind::pair, Kind::at_scale}) {
    const Culprit culprit{.kind = kind,
                          .nodes = {1, 2},
                          .rail = 0,
                          .leaf = 0,
                          .uplink = 0,
                          .way = Way::sending,
                          .measured = 1e9,
                          .expected = 2e9,
                          .evidence = {.flows = 2, .slow = 2, .pairs = 1}};
    EXPECT_FALSE(name(kind).empty());
    EXPECT_THAT(sentence(fabric_, culprit), HasSubstr(subject(fabric_, culprit)));
    EXPECT_THAT(sentence(fabric_, culprit), HasSubstr(next_action(fabric_, culprit)));
    EXPECT_THAT(sentence(fabric_, culprit), HasSubstr("1 of 2 GB/s"));
  }
}

}  // namespace
}  // namespace assay::locate
