#include "collectives/locate/pairs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collectives/locate/accuse.hpp"
#include "collectives/locate/findings.hpp"
#include "tests/collectives/locate/trial.hpp"

namespace assay::locate {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;

/// Ten nodes that are all good, and one pair whose flows are as a test says.
class OnePair : public testing::Test {
 protected:
  OnePair() {
    for (std::int32_t round = 0; round < 9; ++round)
      for (const schedule::Pair& pair : schedule::tournament_round(10, round)) {
        if (std::minmax(pair.a, pair.b) == std::pair<const int&, const int&>(3, 8)) continue;
        add(pair.a, pair.b, 100, 100);
      }
  }
  void add(std::int32_t a, std::int32_t b, double forth, double back) {
    flows_.push_back({a, b, 0, 0, forth});
    flows_.push_back({b, a, 0, 0, back});
  }
  PairFindings judge() {
    baseline_ = learn_baseline(fabric_, flows_);
    const Evidence evidence(fabric_, baseline_, cells_, flows_);
    return judge_pairs(evidence);
  }

  Fabric fabric_ = simulate::build({.nodes = 10, .rails = 1});
  Cells cells_{fabric_};
  Baseline baseline_;
  std::vector<Flow> flows_;
};

TEST_F(OnePair, SlowOnceIsOpen) {
  add(3, 8, 60, 60);
  const PairFindings found = judge();
  EXPECT_THAT(found.bad, IsEmpty());
  ASSERT_THAT(found.open, SizeIs(1));
  EXPECT_EQ(found.open[0], (schedule::Pair{3, 8}));
}

TEST_F(OnePair, SlowThreeTimesIsBad) {
  for (int i = 0; i < 3; ++i) add(3, 8, 60, 62);
  const PairFindings found = judge();
  ASSERT_THAT(found.bad, SizeIs(1));
  EXPECT_EQ(found.bad[0].pair, (schedule::Pair{3, 8}));
  EXPECT_FALSE(found.bad[0].way);
  EXPECT_NEAR(found.bad[0].ratio, 0.61, 0.02);
}

TEST_F(OnePair, OneDirectionIsSaidWithTheSenderFirst) {
  for (int i = 0; i < 3; ++i) add(3, 8, 100, 50);
  const PairFindings found = judge();
  ASSERT_THAT(found.bad, SizeIs(1));
  EXPECT_EQ(found.bad[0].pair, (schedule::Pair{8, 3}));
  EXPECT_EQ(found.bad[0].way, Way::sending);
}

TEST_F(OnePair, SlowOnceOfThreeIsLetOff) {
  add(3, 8, 60, 100);
  add(3, 8, 100, 100);
  add(3, 8, 100, 100);
  const PairFindings found = judge();
  EXPECT_THAT(found.bad, IsEmpty());
  EXPECT_THAT(found.open, IsEmpty());
  EXPECT_THAT(found.unsteady, IsEmpty());
}

TEST_F(OnePair, MostlySlowIsMeasuredFiveTimesAndThenSaid) {
  for (int i = 0; i < 2; ++i) add(3, 8, 60, 60);
  add(3, 8, 100, 100);
  EXPECT_THAT(judge().open, SizeIs(1));
  for (int i = 0; i < 2; ++i) add(3, 8, 60, 60);
  const PairFindings found = judge();
  EXPECT_THAT(found.open, IsEmpty());
  EXPECT_THAT(found.bad, IsEmpty());
  EXPECT_THAT(found.unsteady, SizeIs(1));
}

TEST_F(OnePair, AnUnsteadyPairIsNoQuestionWhereOneOfItIsAccused) {
  for (int i = 0; i < 4; ++i) add(3, 8, 60, 60);
  add(3, 8, 100, 100);
  baseline_ = learn_baseline(fabric_, flows_);
  const Evidence evidence(fabric_, baseline_, cells_, flows_);
  const PairFindings pairs = judge_pairs(evidence);
  EXPECT_THAT(open_questions(evidence, pairs, {}),
              UnorderedElementsAre(HasSubstr("node-0003 and node-0008: slow most of the time"),
                                   HasSubstr("node-0003: 8 of"), HasSubstr("node-0008: 8 of")));
  for (const std::int32_t accused : {3, 8})
    EXPECT_THAT(open_questions(evidence, pairs, {{.kind = Kind::node, .nodes = {accused}}}),
                IsEmpty());
  EXPECT_THAT(open_questions(evidence, pairs, {{.kind = Kind::node, .nodes = {5}}}), SizeIs(3));
  EXPECT_THAT(open_questions(evidence, pairs, {{.kind = Kind::pair, .nodes = {3, 8}}}), SizeIs(3));
}

TEST_F(OnePair, MeasuredAgainAndAgainNeverBecomesABadNode) {
  for (int i = 0; i < 200; ++i) add(3, 8, 60, 60);
  baseline_ = learn_baseline(fabric_, flows_);
  Evidence evidence(fabric_, baseline_, cells_, flows_);
  EXPECT_THAT(accuse(evidence, 3), IsEmpty());
}

}  // namespace
}  // namespace assay::locate
