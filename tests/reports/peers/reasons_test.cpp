#include "reports/peers/reasons.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "reports/catalogue/make_reason.hpp"
#include "reports/peers/judge_peers.hpp"
#include "reports/peers/retest.hpp"
#include "reports/peers/simulate/fleet.hpp"

namespace assay {
namespace {

using peers::Fleet;
using peers::FleetPlan;
using testing::HasSubstr;

FleetPlan troubled() {
  return {.nodes = 320,
          .gpu_metrics = 6,
          .node_metrics = 1,
          .seed = 8,
          .contamination = 0.02,
          .sigmas = 15,
          .other_firmware = 0.2,
          .firmware_sigmas = 5,
          .bad_racks = 1,
          .rack_sigmas = 20,
          .wrong_digests = 0.02};
}

TEST(PeerReasons, SayWho) {
  const Fleet fleet(troubled());
  const Night night = fleet.night(0);
  PeerJudgement judgement = judge_peers(night, {});
  confirm_outliers(judgement, night, fleet.night(1), {});
  const std::vector<PeerReason> reasons = reasons_of(night, judgement);
  std::vector<std::string_view> seen;
  std::uint32_t last = 0;
  for (const PeerReason& reason : reasons) {
    EXPECT_FALSE(reason.text.empty() || reason.subject.empty());
    EXPECT_GE(reason.node, last);
    last = reason.node;
    seen.push_back(reason.id.text());
  }
  for (const std::string_view id :
       {"peer-outlier-confirmed", "peer-split", "peer-place", "identity-drift", "digest-dissent"})
    EXPECT_THAT(seen, testing::Contains(id));
}

TEST(PeerReasons, TheLimitIsWhatWasCompared) {
  FleetPlan plan = troubled();
  plan.bad_racks = 0;
  const Fleet fleet(plan);
  const Night night = fleet.night(0);
  const PeerJudgement judgement = judge_peers(night, {});
  std::size_t limits = 0;
  for (const PeerReason& reason : reasons_of(night, judgement)) {
    if (reason.id != ReasonId("peer-outlier")) continue;
    ASSERT_TRUE(reason.limit && reason.measured);
    ++limits;
    if (reason.op == ">=")
      EXPECT_LT(*reason.measured, *reason.limit);
    else
      EXPECT_GT(*reason.measured, *reason.limit);
    EXPECT_THAT(reason.text, HasSubstr("the median of"));
  }
  EXPECT_EQ(limits, judgement.subjects.size());
  EXPECT_GT(limits, 0U);
}

TEST(PeerReasons, NoneForAHealthyFleet) {
  const Fleet fleet({.nodes = 64, .gpu_metrics = 4, .node_metrics = 1});
  const Night night = fleet.night(0);
  const PeerJudgement judgement = judge_peers(night, {});
  EXPECT_TRUE(reasons_of(night, judgement).empty());
  EXPECT_TRUE(fleet_notes(night, judgement).empty());
}

}  // namespace
}  // namespace assay
