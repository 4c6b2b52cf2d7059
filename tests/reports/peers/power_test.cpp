#include <gtest/gtest.h>

#include "reports/peers/judge_peers.hpp"
#include "reports/peers/retest.hpp"
#include "reports/peers/simulate/fleet.hpp"
#include "reports/peers/simulate/score.hpp"

namespace assay {
namespace {

using peers::Fleet;
using peers::FleetPlan;
using peers::PeerScore;

/// Small sizes: fleet-power prints the same for whole fleets.
FleetPlan plan(std::size_t nodes, std::uint64_t seed) {
  return {.nodes = nodes, .gpu_metrics = 12, .node_metrics = 3, .seed = seed};
}

PeerScore judged(const FleetPlan& fleet_plan) {
  const Fleet fleet(fleet_plan);
  const Night night = fleet.night(0);
  PeerJudgement judgement = judge_peers(night, {});
  confirm_outliers(judgement, night, fleet.night(1), {});
  return peers::score(fleet, judgement);
}

TEST(Power, EightSigmaAreFoundUpToATenthOfTheFleet) {
  for (const double contamination : {0.01, 0.05, 0.1})
    for (const bool whole : {false, true}) {
      PeerScore score;
      for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        FleetPlan fleet_plan = plan(256, seed);
        fleet_plan.contamination = contamination;
        fleet_plan.sigmas = 8;
        fleet_plan.moved = 4;
        fleet_plan.whole_nodes = whole;
        score += judged(fleet_plan);
      }
      EXPECT_GE(static_cast<double>(score.warned), 0.99 * static_cast<double>(score.faults))
          << contamination;
      EXPECT_LE(score.false_warn, 2U) << contamination;  // of some 700 nodes, 0.4 are expected
    }
}

TEST(Power, NobodyIsAccusedOfHavingHeavyTails) {
  for (const double heavy : {0.0, 4.0, 6.0}) {
    PeerScore score;
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
      FleetPlan fleet_plan = plan(200, seed);
      fleet_plan.heavy = heavy;
      score += judged(fleet_plan);
    }
    EXPECT_LE(score.false_warn, 2U) << heavy;
    EXPECT_EQ(score.false_fail, 0U) << heavy;
    EXPECT_EQ(score.false_splits + score.false_places, 0U) << heavy;
  }
}

TEST(Power, FiveSigmaAreFoundWithinFourNights) {
  std::size_t faults = 0;
  std::size_t found = 0;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    FleetPlan fleet_plan = plan(128, seed);
    fleet_plan.lasting = 0;
    fleet_plan.contamination = 0.03;
    fleet_plan.sigmas = 5;
    fleet_plan.from_night = 4;
    const Fleet fleet(fleet_plan);
    const Night shape = fleet.night(0);
    PeerPast past(shape.nodes(), shape.columns.size());
    PeerJudgement judgement;
    for (std::uint64_t night = 0; night < 8; ++night)
      judgement = judge_peers(fleet.night(night), {}, &past);
    const PeerScore score = peers::score(fleet, judgement);
    faults += score.faults;
    found += score.warned;
    EXPECT_EQ(score.false_warn, 0U);
  }
  EXPECT_EQ(found, faults);
  EXPECT_GT(faults, 10U);
}

TEST(Power, AFaultIsFailedOnlyWhereItComesAgain) {
  FleetPlan fleet_plan = plan(128, 2);
  fleet_plan.contamination = 0.1;
  fleet_plan.sigmas = 15;
  const PeerScore score = judged(fleet_plan);
  EXPECT_EQ(score.failed, score.faults);
  EXPECT_EQ(score.false_fail, 0U);
}

TEST(Power, TheSameSeedIsTheSameFleet) {
  const Fleet a(plan(16, 4));
  const Fleet b(plan(16, 4));
  const Fleet c(plan(16, 5));
  EXPECT_EQ(a.night(3).values, b.night(3).values);
  EXPECT_NE(a.night(3).values, a.night(4).values);
  EXPECT_NE(a.night(3).values, c.night(3).values);
}

}  // namespace
}  // namespace assay
