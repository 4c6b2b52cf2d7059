#include "reports/peers/parts/votes.hpp"

#include <gtest/gtest.h>

#include <numeric>

#include "reports/peers/simulate/fleet.hpp"

namespace assay::peers {
namespace {

Night night_of(const FleetPlan& plan) { return Fleet(plan).night(0); }

FleetPlan small(std::size_t nodes) { return {.nodes = nodes, .gpu_metrics = 1, .node_metrics = 0}; }

TEST(Votes, AgreementIsSilent) { EXPECT_TRUE(vote(night_of(small(20))).empty()); }

TEST(Votes, EveryCorruptGpuIsNamed) {
  FleetPlan plan = small(50);
  plan.wrong_digests = 0.1;
  const Fleet fleet(plan);
  const auto dissents = vote(fleet.night(0));
  ASSERT_EQ(dissents.size(), 5U);
  for (const DigestDissent& dissent : dissents) {
    EXPECT_EQ(dissent.kind, DigestDissent::Kind::corruption);
    EXPECT_EQ(fleet.truth().wrong_digest[dissent.digests * 50 + dissent.node], 1);
    EXPECT_EQ(dissent.voters, 400U);
    EXPECT_EQ(dissent.votes, 395U);
  }
}

/// All GPUs of the first `nodes` nodes have another digest, and another driver.
Night two_drivers(std::size_t nodes) {
  Night night = night_of(small(20));
  for (std::size_t node = 0; node < nodes; ++node) {
    night.identity.front().word_of[node] = 1;
    for (NightDigests& digests : night.digests) digests.digest[node] = 0xabc;
  }
  return night;
}

TEST(Votes, AnotherDriverThatAgreesIsDrift) {
  const auto dissents = vote(two_drivers(4));
  ASSERT_EQ(dissents.size(), 32U);
  for (const DigestDissent& dissent : dissents) {
    EXPECT_EQ(dissent.kind, DigestDissent::Kind::drift);
    EXPECT_EQ(dissent.explained, "driver 570.86.15");
  }
}

TEST(Votes, ACorruptGpuAmongADriftIsCorrupt) {
  Night night = two_drivers(4);
  night.digests.front().digest[2] = 0xbad;
  std::size_t corrupt = 0;
  for (const DigestDissent& dissent : vote(night)) {
    const bool this_one = dissent.node == 2 && dissent.digests == 0;
    EXPECT_EQ(dissent.kind == DigestDissent::Kind::corruption, this_one);
    corrupt += this_one ? 1U : 0U;
  }
  EXPECT_EQ(corrupt, 1U);
}

TEST(Votes, OneNodeAloneWithItsDriverIsNoExcuse) {
  for (const DigestDissent& dissent : vote(two_drivers(1)))
    EXPECT_EQ(dissent.kind, DigestDissent::Kind::corruption);
}

TEST(Votes, HalvesThatNothingExplainsAreUndecided) {
  Night night = two_drivers(10);
  night.identity.clear();
  const auto dissents = vote(night);
  EXPECT_EQ(dissents.size(), 160U);
  for (const DigestDissent& dissent : dissents)
    EXPECT_EQ(dissent.kind, DigestDissent::Kind::undecided);
}

TEST(Votes, TwoVotersElectNobody) {
  Night night = night_of({.nodes = 2, .gpus = 1, .gpu_metrics = 1, .node_metrics = 0});
  night.digests.front().digest = {1, 2};
  const auto dissents = vote(night);
  ASSERT_EQ(dissents.size(), 2U);
  EXPECT_EQ(dissents.front().kind, DigestDissent::Kind::undecided);
}

TEST(Votes, AbsentDigestsDoNotVote) {
  Night night = night_of(small(20));
  night.digests.front().digest[3] = 9;
  night.digests.front().present[3] = 0;
  EXPECT_TRUE(vote(night).empty());
}

TEST(Identity, TheMinorityIsNamedByWord) {
  Night night = night_of(small(10));
  night.identity.front().word_of = {0, 0, 0, 0, 0, 0, 0, 1, 1, NodeWords::kNotSaid};
  const auto drifts = identity_drift(night);
  ASSERT_EQ(drifts.size(), 2U);
  EXPECT_EQ(drifts[0].what, "driver");
  EXPECT_EQ(drifts[0].word, "570.86.15");
  EXPECT_EQ(drifts[0].majority, "580.82.07");
  EXPECT_EQ(drifts[0].majority_nodes, 7U);
  EXPECT_EQ(drifts[0].nodes, (std::vector<std::uint32_t>{7, 8}));
  EXPECT_TRUE(drifts[1].word.empty());
  EXPECT_EQ(drifts[1].nodes, (std::vector<std::uint32_t>{9}));
}

TEST(Identity, WithoutMajorityEveryWordIsNamed) {
  Night night = night_of(small(10));
  night.identity.front().word_of = {0, 0, 0, 0, 0, 1, 1, 1, 1, 1};
  const auto drifts = identity_drift(night);
  ASSERT_EQ(drifts.size(), 2U);
  for (const IdentityDrift& drift : drifts) EXPECT_TRUE(drift.majority.empty());
}

}  // namespace
}  // namespace assay::peers
