#include "reports/peers/retest.hpp"

#include <gtest/gtest.h>

#include "reports/peers/judge_peers.hpp"
#include "reports/peers/simulate/fleet.hpp"

namespace assay {
namespace {

using peers::Fleet;
using peers::FleetPlan;

struct Retest : testing::Test {
  static FleetPlan plan(double sigmas) {
    return {.nodes = 100,
            .gpu_metrics = 4,
            .node_metrics = 1,
            .seed = 3,
            .least_faults = 1,
            .sigmas = sigmas};
  }
  const Fleet bad{plan(15)};
  const Fleet good{plan(0)};  // the same machines in health
  Night night = bad.night(0);
  PeerJudgement judgement = judge_peers(night, {});
};

TEST_F(Retest, ShowsItAgain) {
  ASSERT_EQ(judgement.subjects.size(), 1U);
  ASSERT_EQ(judgement.retests.size(), 1U);
  EXPECT_EQ(judgement.retests.front().test, "test_0");
  const RetestCount count = confirm_outliers(judgement, night, bad.night(1), {});
  EXPECT_EQ(count.confirmed, 1U);
  EXPECT_TRUE(judgement.subjects.front().confirmed);
}

TEST_F(Retest, ClearsWhatDoesNotComeBack) {
  const RetestCount count = confirm_outliers(judgement, night, good.night(1), {});
  EXPECT_EQ(count.cleared, 1U);
  EXPECT_FALSE(judgement.subjects.front().confirmed);
}

TEST_F(Retest, SaysWhatWasNotMeasuredAgain) {
  Night again = bad.night(1);
  again.hostnames[judgement.subjects.front().node] = "another";
  EXPECT_EQ(confirm_outliers(judgement, night, again, {}).missing, 1U);
  EXPECT_FALSE(judgement.subjects.front().confirmed);
}

TEST_F(Retest, AnExchangedGpuConfirmsNothing) {
  Night again = bad.night(1);
  const std::uint32_t slot = judgement.subjects.front().slot;
  night.slots[slot].serials.assign(100, "old");
  again.slots[slot].serials.assign(100, "new");
  EXPECT_EQ(confirm_outliers(judgement, night, again, {}).missing, 1U);
}

TEST_F(Retest, OfFewNodesInAnotherOrderIsEnough) {
  const Night all = bad.night(1);
  const std::uint32_t node = judgement.subjects.front().node;
  Night again;
  again.hostnames = {night.hostnames[node]};
  again.slots = all.slots;
  again.columns = {all.columns.rbegin(), all.columns.rend()};
  again.values.reserve(all.columns.size());
  for (std::size_t column = all.columns.size(); column > 0; --column)
    again.values.push_back(all.column(column - 1)[node]);
  EXPECT_EQ(confirm_outliers(judgement, night, again, {}).confirmed, 1U);
}

TEST_F(Retest, ALastingTailIsNoFault) {
  // Twice the same value, barely past the threshold: a warning that no second look makes a failure.
  ASSERT_EQ(judgement.subjects.size(), 1U);
  PeerOutlier& outlier = judgement.subjects.front().outliers.front();
  const double sign = night.columns[outlier.column].better == Better::higher ? 1 : -1;
  const double barely = outlier.location - sign * 5 * outlier.scale;
  Night again = night;
  again.values[outlier.column * 100 + outlier.node] = static_cast<float>(barely);
  outlier.measured = barely;
  EXPECT_EQ(confirm_outliers(judgement, night, again, {}).undecided, 1U);
  EXPECT_FALSE(judgement.subjects.front().confirmed);
}

}  // namespace
}  // namespace assay
