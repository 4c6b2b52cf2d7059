#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "reports/peers/judge_peers.hpp"
#include "reports/peers/reasons.hpp"
#include "reports/peers/simulate/fleet.hpp"
#include "reports/peers/simulate/score.hpp"

namespace assay {
namespace {

using peers::Fleet;
using peers::FleetPlan;
using testing::Contains;
using testing::HasSubstr;

FleetPlan plan(std::size_t nodes) {
  return {.nodes = nodes, .gpu_metrics = 6, .node_metrics = 2, .seed = 5};
}

TEST(Populations, AnotherDriverIsASplitAndNoOutliers) {
  FleetPlan fleet_plan = plan(300);
  fleet_plan.moved = 2;
  fleet_plan.other_firmware = 0.3;
  fleet_plan.firmware_sigmas = 5;
  const Fleet fleet(fleet_plan);
  const Night night = fleet.night(0);
  const PeerJudgement judgement = judge_peers(night, {});
  ASSERT_EQ(judgement.splits.size(), 2U);
  for (const PeerSplit& split : judgement.splits) {
    EXPECT_EQ(split.what, "driver");
    EXPECT_EQ(split.word, "570.86.15");
    EXPECT_EQ(split.majority, "580.82.07");
    EXPECT_EQ(split.nodes.size(), 90U);
    EXPECT_LT(split.median, split.majority_median);
  }
  EXPECT_TRUE(judgement.subjects.empty());
  EXPECT_TRUE(judgement.suspects.empty());
}

TEST(Populations, AFaultBehindASplitIsStillFound) {
  FleetPlan fleet_plan = plan(300);
  fleet_plan.other_firmware = 0.3;
  fleet_plan.firmware_sigmas = 5;
  fleet_plan.contamination = 0.05;
  fleet_plan.sigmas = 14;
  const Fleet fleet(fleet_plan);
  const PeerJudgement judgement = judge_peers(fleet.night(0), {});
  const peers::PeerScore score = peers::score(fleet, judgement);
  EXPECT_EQ(score.faults, 15U);
  EXPECT_EQ(score.warned, 15U);
  EXPECT_EQ(score.false_warn, 0U);
}

TEST(Populations, WhatPartsTheNodesAlikeIsNamedBeside) {
  FleetPlan fleet_plan = plan(300);
  fleet_plan.other_firmware = 0.3;
  fleet_plan.firmware_sigmas = 5;
  const Fleet fleet(fleet_plan);
  Night night = fleet.night(0);
  night.identity[1].words.emplace_back("6.5.0");
  night.identity[1].word_of = night.identity[0].word_of;
  const PeerJudgement judgement = judge_peers(night, {});
  ASSERT_EQ(judgement.splits.size(), 1U);
  EXPECT_THAT(judgement.splits.front().also, Contains(HasSubstr("6.5.0")));
}

TEST(Populations, ABadRackIsNamedOnce) {
  FleetPlan fleet_plan = plan(320);
  fleet_plan.bad_racks = 1;
  fleet_plan.rack_sigmas = 6;
  const Fleet fleet(fleet_plan);
  const PeerJudgement judgement = judge_peers(fleet.night(0), {});
  ASSERT_EQ(judgement.places.size(), 1U);
  EXPECT_EQ(judgement.places.front().what, "rack");
  EXPECT_EQ(judgement.places.front().word, "r0");
  EXPECT_EQ(judgement.places.front().nodes.size(), 16U);
  EXPECT_TRUE(judgement.subjects.empty());
}

TEST(Populations, RacksThatDifferDoNotHideAFault) {
  FleetPlan fleet_plan = plan(640);
  fleet_plan.racks = 3;  // sigma without the racks: the fault is 3 of the whole spread
  fleet_plan.contamination = 0.02;
  fleet_plan.sigmas = 9;
  const Fleet fleet(fleet_plan);
  const peers::PeerScore score = peers::score(fleet, judge_peers(fleet.night(0), {}));
  EXPECT_EQ(score.warned, score.faults);
  EXPECT_EQ(score.false_warn, 0U);
}

TEST(Populations, AThirdApartIsSuspectAndNobodyIsAccused) {
  FleetPlan fleet_plan = plan(300);
  fleet_plan.contamination = 0.3;
  fleet_plan.sigmas = 10;
  fleet_plan.whole_nodes = true;
  const Fleet fleet(fleet_plan);
  const Night night = fleet.night(0);
  const PeerJudgement judgement = judge_peers(night, {});
  ASSERT_EQ(judgement.suspects.size(), 1U);
  const PeerSuspect& suspect = judgement.suspects.front();
  EXPECT_NEAR(suspect.share, 0.3, 0.01);
  EXPECT_EQ(suspect.apart.nodes, 90U);
  EXPECT_EQ(suspect.main.nodes, 210U);
  EXPECT_LT(suspect.apart.median, suspect.main.median);
  EXPECT_TRUE(judgement.subjects.empty());
  EXPECT_THAT(suspicions(night, judgement), Contains(HasSubstr("test_0.m0")));
}

TEST(Populations, ASuspectNightAccusesNobodyLaterEither) {
  FleetPlan fleet_plan = plan(300);
  fleet_plan.contamination = 0.3;
  fleet_plan.sigmas = 10;
  fleet_plan.whole_nodes = true;
  PeerRules rules;
  rules.keep_standings = true;
  const Night night = Fleet(fleet_plan).night(0);
  const PeerJudgement judgement = judge_peers(night, rules);
  ASSERT_FALSE(judgement.suspects.empty());
  const NightColumn& suspect = night.columns[judgement.suspects.front().column];
  for (std::size_t column = 0; column < night.columns.size(); ++column) {
    const bool is_suspect = night.columns[column].test == suspect.test &&
                            night.columns[column].metric == suspect.metric;
    const auto standings =
        std::span(judgement.standings).subspan(column * night.nodes(), night.nodes());
    EXPECT_EQ(
        std::none_of(standings.begin(), standings.end(), [](float z) { return std::isfinite(z); }),
        is_suspect)
        << column;
  }
}

TEST(Populations, ASuspectSaysWhatItsNodesShare) {
  FleetPlan fleet_plan = plan(320);
  fleet_plan.bad_racks = 8;  // of 20
  fleet_plan.rack_sigmas = 12;
  const Fleet fleet(fleet_plan);
  const PeerJudgement judgement = judge_peers(fleet.night(0), {});
  ASSERT_EQ(judgement.suspects.size(), 1U);
  EXPECT_EQ(judgement.suspects.front().apart.shared.size(), 8U);
  EXPECT_THAT(judgement.suspects.front().apart.shared, Contains("rack r0"));
}

TEST(Populations, SkusAreNotComparedWithEachOther) {
  FleetPlan fleet_plan = plan(200);
  fleet_plan.skus = 2;  // 20 % apart
  const PeerJudgement judgement = judge_peers(Fleet(fleet_plan).night(0), {});
  EXPECT_TRUE(judgement.subjects.empty() && judgement.suspects.empty());
  Night night = Fleet(fleet_plan).night(0);
  night.sku = {};
  EXPECT_FALSE(judge_peers(night, {}).suspects.empty());
}

TEST(Populations, ASlotThatIsSlowEverywhereIsSaid) {
  const Fleet fleet(plan(200));
  Night night = fleet.night(0);
  for (std::size_t node = 0; node < night.nodes(); ++node) night.values[3 * 200 + node] *= 0.7F;
  const PeerJudgement judgement = judge_peers(night, {});
  ASSERT_EQ(judgement.slots.size(), 1U);
  EXPECT_EQ(judgement.slots.front().word, "gpu 3");
  EXPECT_TRUE(judgement.subjects.empty());
}

TEST(Populations, TooFewPeersAreSaid) {
  FleetPlan fleet_plan = plan(4);
  const PeerJudgement judgement = judge_peers(Fleet(fleet_plan).night(0), {});
  EXPECT_EQ(judgement.alone.size(), 2U);  // the node's own metrics: GPUs have 32 values
}

TEST(Populations, ThreadsAndOrderOfNodesChangeNothing) {
  FleetPlan fleet_plan = plan(128);
  fleet_plan.contamination = 0.1;
  fleet_plan.sigmas = 12;
  const Night night = Fleet(fleet_plan).night(0);
  const PeerJudgement one = judge_peers(night, {.threads = 1, .keep_standings = true});
  const PeerJudgement four = judge_peers(night, {.threads = 4, .keep_standings = true});
  ASSERT_EQ(one.subjects.size(), four.subjects.size());
  EXPECT_EQ(one.threshold, four.threshold);
  for (std::size_t i = 0; i < one.standings.size(); ++i)
    EXPECT_EQ(std::isnan(one.standings[i]), std::isnan(four.standings[i])) << i;
  Night turned = night;
  for (std::size_t column = 0; column < night.columns.size(); ++column)
    std::reverse(turned.values.begin() + static_cast<std::ptrdiff_t>(column * 128),
                 turned.values.begin() + static_cast<std::ptrdiff_t>((column + 1) * 128));
  std::reverse(turned.hostnames.begin(), turned.hostnames.end());
  std::reverse(turned.rack.word_of.begin(), turned.rack.word_of.end());
  const PeerJudgement back = judge_peers(turned, {});
  ASSERT_EQ(back.subjects.size(), one.subjects.size());
  for (std::size_t i = 0; i < back.subjects.size(); ++i)
    EXPECT_EQ(turned.hostnames[back.subjects[i].node],
              night.hostnames[one.subjects[one.subjects.size() - 1 - i].node]);
}

TEST(Populations, AbsentValuesAreNobodysPeers) {
  FleetPlan fleet_plan = plan(100);
  fleet_plan.missing = 0.3;
  const Night night = Fleet(fleet_plan).night(0);
  const auto present = std::count_if(night.values.begin(), night.values.end(),
                                     [](float value) { return std::isfinite(value); });
  const PeerJudgement judgement = judge_peers(night, {});
  EXPECT_EQ(judgement.tests, static_cast<std::size_t>(present));
  EXPECT_TRUE(judgement.subjects.empty());
}

TEST(Populations, InfinityIsNotCompared) {
  Night night = Fleet(plan(100)).night(0);
  night.values.front() = -std::numeric_limits<float>::infinity();
  const PeerJudgement judgement = judge_peers(night, {});
  EXPECT_EQ(judgement.tests, night.values.size() - 1);
}

}  // namespace
}  // namespace assay
