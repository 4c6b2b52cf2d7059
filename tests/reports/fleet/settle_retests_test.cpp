#include "reports/fleet/settle_retests.hpp"

#include <gmock/gmock.h>

#include "reports/catalogue/make_reason.hpp"
#include "reports/fleet/peer_reasons.hpp"
#include "reports/peers/judge_peers.hpp"
#include "reports/peers/simulate/noise.hpp"
#include "tests/reports/fleet/files.hpp"

namespace assay::test {
namespace {

using fleet::FleetRead;
using fleet::Retest;
using fleet::SettledRetests;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::size_t kNodes = 400;

std::string host(std::size_t i) { return "n" + std::to_string(100 + i); }

/// A night of one GPU a node at 3 TB/s and 1 %, from n100 on. `run` names its runs.
FleetRead fleet_of(std::size_t nodes, const std::string& run, std::uint64_t seed) {
  FleetRead fleet;
  fleet.night.slots = {{"gpu 0", "gpu", {}}};
  fleet.night.columns = {{.test = "memory.read",
                          .metric = "bandwidth",
                          .statistic = "p05",
                          .unit = Unit::bytes_per_second}};
  for (std::size_t i = 0; i < nodes; ++i) {
    fleet.nodes.push_back({.name = host(i),
                           .source = run + "/" + host(i) + ".json",
                           .run = run + " of " + host(i),
                           .verdict = Verdict::pass});
    fleet.node_of.push_back(i);
    fleet.night.hostnames.push_back(host(i));
    fleet.night.dates.push_back(20'778);
    fleet.night.slots[0].serials.push_back("GPU-" + std::to_string(i));
    fleet.night.values.push_back(static_cast<float>(3e12 * (1 + 0.01 * peers::noise(seed, i))));
  }
  return fleet;
}

/// The list that a first night writes in which n105 is 15 % slow.
struct Settle : testing::Test {
  Settle() {
    FleetRead first = fleet_of(kNodes, "first", 1);
    first.night.values[5] = 2.55e12F;
    const PeerJudgement judgement = judge_peers(first.night, rules);
    list = peer_retests(judgement, first, rules);
  }

  /// Settles the list by `again`, with tonight's peers.
  SettledRetests settle() {
    rules.keep_standings = true;
    tonight = judge_peers(again.night, rules);
    return settle_retests(list, again, &tonight, rules);
  }

  PeerRules rules;
  std::vector<Retest> list;
  FleetRead again = fleet_of(kNodes, "again", 2);
  PeerJudgement tonight;
};

TEST_F(Settle, TheListHoldsWhatASecondLookNeeds) {
  ASSERT_THAT(list, SizeIs(1));
  EXPECT_EQ(list[0].node, "n105");
  EXPECT_EQ(list[0].run, "first of n105");
  EXPECT_EQ(list[0].hardware, "GPU-5");
  EXPECT_EQ(list[0].date, "2026-11-21");
  ASSERT_THAT(list[0].values, SizeIs(1));
  EXPECT_NEAR(list[0].values[0].outlier.location, 3e12, 3e10);
  EXPECT_GT(list[0].values[0].fail_chance, 0);
}

TEST_F(Settle, WorseAgainIsAFailureThatNamesBothRuns) {
  again.night.values[5] = 2.56e12F;
  const SettledRetests settled = settle();
  EXPECT_EQ(settled.confirmed, 1U);
  const fleet::FleetNode& node = node_named(again.nodes, "n105");
  EXPECT_EQ(node.verdict, Verdict::fail);
  EXPECT_THAT(reasons_of(node), ElementsAre("peer-outlier-confirmed memory.read/bandwidth gpu 0"));
  EXPECT_THAT(node.reasons[0].text,
              AllOf(HasSubstr("first/n105.json (run first of n105, 2026-11-21)"),
                    HasSubstr("again/n105.json (run again of n105, 2026-11-21)")));
  EXPECT_THAT(settled.to_repeat, IsEmpty());
  EXPECT_THAT(tonight.subjects, IsEmpty()) << "said once";
}

TEST_F(Settle, WellAgainIsToldAsCleared) {
  const SettledRetests settled = settle();
  EXPECT_EQ(settled.cleared, 1U);
  EXPECT_EQ(node_named(again.nodes, "n105").verdict, Verdict::pass);
  EXPECT_THAT(settled.notes,
              Contains(AllOf(HasSubstr("cleared by the re-test: n105 gpu 0"),
                             HasSubstr("first of n105"), HasSubstr("again of n105"))));
  EXPECT_THAT(settled.to_repeat, IsEmpty());
}

TEST_F(Settle, WorseAgainWithoutProofStaysOnTheList) {
  // Both looks together are short of it: the first one was barely an outlier.
  PeerOutlier& first = list[0].values[0].outlier;
  first.measured = first.location - 4.6 * first.scale;
  again.night.values[5] = static_cast<float>(first.measured);
  const SettledRetests settled = settle();
  EXPECT_EQ(settled.undecided, 1U);
  EXPECT_EQ(node_named(again.nodes, "n105").verdict, Verdict::warn);
  ASSERT_THAT(settled.to_repeat, SizeIs(1));
  EXPECT_EQ(settled.to_repeat[0].run, "first of n105");
}

TEST_F(Settle, ANodeThatSentNothingIsUnknown) {
  again = fleet_of(3, "again", 2);
  const SettledRetests settled = settle();
  EXPECT_EQ(settled.open, 1U);
  const fleet::FleetNode& node = node_named(again.nodes, "n105");
  EXPECT_EQ(node.verdict, Verdict::unknown);
  EXPECT_FALSE(node.readable);
  EXPECT_THAT(reasons_of(node), ElementsAre("retest-open memory.read/bandwidth gpu 0"));
  EXPECT_THAT(node.reasons[0].text, HasSubstr("no report of it"));
  EXPECT_THAT(settled.to_repeat, SizeIs(1));
}

TEST_F(Settle, ASetOfSuspectsAloneIsEnough) {
  again = fleet_of(kNodes, "again", 2);
  // One node, and its own column alone.
  FleetRead one;
  one.nodes = {again.nodes[5]};
  one.node_of = {0};
  one.night.hostnames = {host(5)};
  one.night.dates = {20'779};
  one.night.slots = {{"gpu 0", "gpu", {"GPU-5"}}};
  one.night.columns = again.night.columns;
  one.night.values = {2.5e12F};
  again = one;
  EXPECT_EQ(settle().confirmed, 1U);
}

TEST_F(Settle, HardwareIsFoundWhereItIsNow) {
  std::swap(again.night.slots[0].serials[5], again.night.slots[0].serials[9]);
  again.night.values[9] = 2.5e12F;
  const SettledRetests settled = settle();
  EXPECT_EQ(settled.confirmed, 1U);
  EXPECT_EQ(node_named(again.nodes, "n109").verdict, Verdict::fail);
  EXPECT_EQ(node_named(again.nodes, "n105").verdict, Verdict::pass);
}

TEST_F(Settle, HardwareThatIsGoneStaysOpenHoweverWellTheNewOneIs) {
  again.night.slots[0].serials[5] = "GPU-new";
  EXPECT_EQ(settle().open, 1U);
  EXPECT_THAT(node_named(again.nodes, "n105").reasons.front().text,
              HasSubstr("GPU-new, was GPU-5"));
}

TEST_F(Settle, TheSameRunIsNoSecondLook) {
  again.nodes[5].run = "first of n105";
  again.night.values[5] = 2.55e12F;
  EXPECT_EQ(settle().open, 1U);
  EXPECT_EQ(node_named(again.nodes, "n105").verdict, Verdict::unknown);
}

TEST_F(Settle, AFleetThatSlowedDownAccusesNobody) {
  for (float& value : again.night.values) value *= 0.85F;
  EXPECT_EQ(settle().cleared, 1U);
  EXPECT_EQ(node_named(again.nodes, "n105").verdict, Verdict::pass);
}

TEST_F(Settle, WhatWasNotMeasuredAgainStaysOpen) {
  for (const float value : {std::nanf(""), std::numeric_limits<float>::infinity()}) {
    again.night.values[5] = value;
    EXPECT_EQ(settle().open, 1U);
  }
  again.night.values[5] = 3e12F;
  again.night.columns[0].statistic = "p50";
  EXPECT_EQ(settle().open, 1U) << "another statistic is another metric";
}

TEST_F(Settle, AWellHalfDoesNotClearTheOther) {
  list[0].values.push_back(list[0].values[0]);
  list[0].values[1].metric = "another";
  EXPECT_EQ(settle().open, 1U);
}

TEST_F(Settle, ADeclineIsNeverConfirmed) {
  list[0].values[0].outlier.freedom = 0;
  again.night.values[5] = 2.5e12F;
  EXPECT_EQ(settle().undecided, 1U);
  again.night.values[5] = 3e12F;
  EXPECT_EQ(settle().cleared, 1U);
}

TEST_F(Settle, WhatCouldNotBeToldIsToldOrStaysOpen) {
  list = {{.node = "n107", .test = "memory.read", .subject = "gpu 0", .run = "first of n107"}};
  EXPECT_EQ(settle().cleared, 1U);

  Reason still = make_reason("implausible", "twice its peak");
  still.test = "memory.read";
  still.subject = "gpu 0";
  again.nodes[7].add(still);
  EXPECT_EQ(settle().open, 1U) << "it still is unknown";

  list[0].node = "n108";
  list[0].run = "";
  list[0].test = "memory.write";
  EXPECT_EQ(settle().open, 1U) << "no value of that test";
  list[0].test = "memory.read";
  list[0].subject = "gpu 7";
  EXPECT_EQ(settle().open, 1U) << "nor of that subject";
  list[0].subject = "node";
  EXPECT_EQ(settle().cleared, 1U) << "the node as a whole";
}

TEST_F(Settle, EveryEntryBecomesExactlyOneThing) {
  std::vector<Retest> many;
  for (std::size_t i = 0; i < kNodes + 10; ++i) {
    many.push_back(list[0]);
    many.back().node = host(i);
    many.back().hardware = "GPU-" + std::to_string(i);
    many.back().run = "first of " + host(i);
    if (i < kNodes)
      again.night.values[i] = static_cast<float>((2.4 + 0.0015 * static_cast<double>(i)) * 1e12);
  }
  list = many;
  const SettledRetests settled = settle();
  EXPECT_EQ(settled.open, 10U);
  EXPECT_EQ(settled.confirmed + settled.undecided + settled.cleared, kNodes);
  EXPECT_GT(settled.confirmed, 0U);
  EXPECT_GT(settled.cleared, 0U);
  EXPECT_EQ(settled.to_repeat.size(), settled.open + settled.undecided);
}

}  // namespace
}  // namespace assay::test
