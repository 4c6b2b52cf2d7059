#include "reports/fleet/conclude.hpp"

#include <gmock/gmock.h>

#include "reports/catalogue/make_reason.hpp"
#include "reports/fleet/render_fleet.hpp"

namespace assay::test {
namespace {

using fleet::FleetNode;
using fleet::FleetRead;
using fleet::FleetVerdict;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

FleetNode node(const std::string& name, const std::string& failing = "") {
  FleetNode made{.name = name, .source = name + ".json", .profile = "p", .verdict = Verdict::pass};
  if (failing.empty()) return made;
  Reason reason = make_reason("below-limit", "slow");
  reason.test = failing;
  reason.metric = "rate";
  reason.source = "p.yaml:3";
  made.add(reason);
  return made;
}

/// `n` nodes, the first `slow` of which fail one limit.
FleetRead fleet_of(std::size_t n, std::size_t slow) {
  FleetRead read;
  for (std::size_t i = 0; i < n; ++i)
    read.nodes.push_back(node("n" + std::to_string(100 + i), i < slow ? "memory.read" : ""));
  return read;
}

TEST(Conclude, WorstFirstThenByName) {
  FleetRead read;
  read.nodes = {node("z"), node("b", "t"), node("a"), node("a2", "t")};
  read.nodes[2].add(make_reason("not-steady", "moved"));
  const FleetVerdict verdict = conclude(std::move(read), nullptr, nullptr, 1);
  EXPECT_EQ(verdict.nodes[0].name, "a2");
  EXPECT_EQ(verdict.nodes[1].name, "b");
  EXPECT_EQ(verdict.nodes[2].name, "a");
  EXPECT_EQ(verdict.verdict, Verdict::fail);
  EXPECT_EQ(verdict.tally.text(), "2 fail, 1 warn, 1 pass");
}

TEST(Conclude, TheCircuitBreaksPastTheShareNotAtIt) {
  for (std::size_t slow = 0; slow <= 10; ++slow) {
    const FleetVerdict verdict = conclude(fleet_of(10, slow), nullptr, nullptr, 0.2);
    EXPECT_EQ(verdict.suspicions.empty(), slow <= 2) << slow;
    EXPECT_EQ(verdict.verdict, slow == 0   ? Verdict::pass
                               : slow <= 2 ? Verdict::fail
                                           : Verdict::unknown);
  }
}

TEST(Conclude, DifferentLimitsDoNotAddUp) {
  FleetRead read = fleet_of(10, 2);
  for (std::size_t i = 2; i < 4; ++i) read.nodes[i] = node("m" + std::to_string(i), "memory.write");
  EXPECT_THAT(conclude(read, nullptr, nullptr, 0.2).suspicions, IsEmpty());
  EXPECT_THAT(conclude(std::move(read), nullptr, nullptr, 0.19).suspicions, SizeIs(2));
}

TEST(Conclude, OneNodeAloneBreaksNoCircuit) {
  EXPECT_EQ(conclude(fleet_of(1, 1), nullptr, nullptr, 0).verdict, Verdict::fail);
  EXPECT_EQ(conclude(fleet_of(2, 2), nullptr, nullptr, 0.2).verdict, Verdict::unknown);
}

TEST(Conclude, UnreadableReportsAreNoPartOfTheShare) {
  FleetRead read = fleet_of(10, 2);
  for (int i = 0; i < 90; ++i) read.nodes.push_back(fleet::unreadable_node("x", "cut"));
  EXPECT_THAT(conclude(std::move(read), nullptr, nullptr, 0.19).suspicions, SizeIs(1));
}

TEST(Conclude, AFleetWithoutNodesIsUnknown) {
  EXPECT_EQ(fleet::conclude({}, nullptr, nullptr, 0.2).verdict, Verdict::unknown);
}

TEST(Conclude, RacksAndUnitsAreRolledUpWorstFirst) {
  Site site;
  for (int i = 0; i < 8; ++i)
    site.hosts["n" + std::to_string(100 + i)].place = {.rack = "r" + std::to_string(i / 2),
                                                       .su = i < 4 ? "su1" : "su2"};
  FleetRead read = fleet_of(9, 0);
  read.nodes[4] = node("n104", "memory.read");
  const FleetVerdict verdict = conclude(std::move(read), nullptr, &site, 0.2);
  ASSERT_THAT(verdict.racks, SizeIs(4));
  EXPECT_EQ(verdict.racks[0].name, "r2");
  EXPECT_EQ(verdict.racks[0].tally.text(), "1 fail, 1 pass");
  EXPECT_EQ(verdict.units[0].name, "su2");
  EXPECT_EQ(verdict.units[1].tally.text(), "4 pass");
  ASSERT_THAT(verdict.notes, SizeIs(1));
  EXPECT_THAT(verdict.notes[0], HasSubstr("n108"));
  const std::string text = render_fleet("text", verdict, {});
  EXPECT_THAT(text, HasSubstr("rack  r2  1 fail, 1 pass"));
  EXPECT_THAT(text, HasSubstr("scalable unit: 1 of 2 without anything but passes"));
}

TEST(Conclude, PeersWordsWorsenVerdictsAndAskForRetests) {
  FleetRead read = fleet_of(3, 0);
  read.node_of = {2, 1, 0};  // the night may have another order
  read.night.hostnames = {"n102", "n101", "n100"};
  read.night.slots = {{"gpu 3", "gpu", {}}};
  read.night.columns = {
      {.test = "memory.read", .metric = "bandwidth", .unit = Unit::bytes_per_second}};
  read.night.values = {1, 2, 3};
  PeerJudgement peers;
  const PeerOutlier outlier{
      .node = 0, .measured = 2e12, .location = 3e12, .scale = 1e11, .z = -9, .peers = 24};
  peers.subjects = {{.node = 0, .slot = 0, .outliers = {outlier, outlier}}};
  peers.suspects = {{.share = 0.3,
                     .main = {.values = 7, .nodes = 7, .median = 3e12},
                     .apart = {3, 3, 2e12, {"rack r3"}}}};
  const FleetVerdict verdict = conclude(read, &peers, nullptr, 0.2);
  EXPECT_EQ(verdict.nodes[0].name, "n102");
  EXPECT_EQ(verdict.nodes[0].verdict, Verdict::warn);
  const Reason& reason = verdict.nodes[0].reasons.front();
  EXPECT_EQ(reason.id, "peer-outlier");
  EXPECT_EQ(reason.subject, "gpu 3");
  EXPECT_THAT(reason.text, HasSubstr("33.3 % below the median of 24 peers: 9.0 robust"));
  EXPECT_THAT(
      fleet::render_retests(verdict.retests),
      testing::StartsWith("{\"node\":\"n102\",\"test\":\"memory.read\",\"subject\":\"gpu 3\","));
  ASSERT_THAT(verdict.retests, SizeIs(1));
  EXPECT_EQ(verdict.retests[0].report, "n102.json");
  EXPECT_EQ(verdict.retests[0].values.size(), 2U);
  ASSERT_THAT(verdict.suspicions, SizeIs(1));
  EXPECT_THAT(verdict.suspicions[0], HasSubstr("30 %"));
  EXPECT_THAT(verdict.suspicions[0], HasSubstr("rack r3"));
  EXPECT_EQ(verdict.verdict, Verdict::unknown);

  peers.suspects.clear();
  peers.subjects[0].confirmed = peers.subjects[0].outliers[0].confirmed = true;
  EXPECT_EQ(conclude(std::move(read), &peers, nullptr, 0.5).verdict, Verdict::fail);
}

TEST(Conclude, AnAbsentNodeOfWhomSomethingIsSaidIsOneNode) {
  Site site;
  site.hosts["n100"] = site.hosts["n500"] = {};
  FleetRead read = fleet_of(1, 0);
  read.nodes.push_back({.name = "n500", .verdict = Verdict::pass, .readable = false});
  read.nodes.back().add(make_reason("retest-open", "was to be measured again"));
  const FleetVerdict verdict = conclude(std::move(read), nullptr, &site, 0.2);
  ASSERT_THAT(verdict.nodes, SizeIs(2));
  EXPECT_EQ(verdict.nodes[0].name, "n500");
  EXPECT_THAT(verdict.nodes[0].reasons, SizeIs(2));
}

TEST(Conclude, WhatStaysOpenKeepsItsFiguresAndItsNotes) {
  FleetRead read = fleet_of(2, 0);
  Reason open = make_reason("retest-open", "its report has no such value");
  open.test = "memory.read";
  open.subject = "gpu 3";
  read.nodes[0].add(open);
  const fleet::Retest former{.node = "n100",
                             .test = "memory.read",
                             .subject = "gpu 3",
                             .run = "first",
                             .values = {{.metric = "bandwidth"}}};
  const FleetVerdict verdict =
      conclude(std::move(read), nullptr, nullptr, 0.2, {{former}, {"a sentence"}});
  ASSERT_THAT(verdict.retests, SizeIs(1));
  EXPECT_EQ(verdict.retests[0].run, "first");
  EXPECT_EQ(verdict.retests[0].values.size(), 1U);
  EXPECT_THAT(verdict.notes, testing::ElementsAre("a sentence"));
  EXPECT_THAT(render_fleet("text", verdict, {}), HasSubstr("note: a sentence"));
}

}  // namespace
}  // namespace assay::test
