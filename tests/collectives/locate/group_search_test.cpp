#include "collectives/locate/group_search.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "core/error.hpp"
#include "core/philox.hpp"
#include "tests/collectives/locate/trial.hpp"

namespace assay::locate {
namespace {

using simulate::Fault;
using testing::Contains;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

Findings search(std::int32_t nodes, const std::vector<Fault>& faults, GroupOptions options = {}) {
  const simulate::SimulatedFabric simulated(simulate::build({.nodes = nodes, .rails = 2}), faults,
                                            {}, kRate, options.seed);
  simulate::SimulatedGroups probe(simulated);
  Findings findings;
  locate_at_scale(simulated.fabric(), probe, options, findings);
  return findings;
}

TEST(AtScale, FindsNodesThatAreSlowOnlyInLargeGroups) {
  for (const std::int32_t nodes : {100, 256, 1000, 12500})
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
      std::vector<Fault> faults;
      std::set<std::int32_t> expected;
      // In a small fabric several would leave no group that is good.
      for (std::uint64_t i = 0; i < (nodes < 1000 ? 1 : seed); ++i) {
        const auto node =
            static_cast<std::int32_t>(random_bits(seed, i) % static_cast<std::uint64_t>(nodes));
        faults.push_back({.kind = Kind::at_scale, .node = node, .share = 0.8});
        expected.insert(node);
      }
      const Findings findings = search(nodes, faults, {.seed = seed});
      std::set<std::int32_t> found;
      for (const Culprit& culprit : findings.culprits) found.insert(culprit.nodes.front());
      EXPECT_EQ(found, expected) << nodes << " nodes, seed " << seed;
      EXPECT_LE(findings.group_rounds, 24) << nodes;
      for (const Culprit& culprit : findings.culprits)
        EXPECT_NEAR(culprit.measured / culprit.expected, 0.8, 0.05);
    }
}

TEST(AtScale, AccusesNobodyInAGoodFabric) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Findings findings = search(300, {}, {.seed = seed});
    EXPECT_THAT(findings.culprits, IsEmpty());
    EXPECT_THAT(findings.undecided, IsEmpty());
    EXPECT_LE(findings.group_rounds, 2);
  }
}

TEST(AtScale, FindsANodeThatDoesNotAnswer) {
  const Findings findings = search(128, {{.kind = Kind::node, .node = 77}});
  ASSERT_THAT(findings.culprits, SizeIs(1));
  EXPECT_EQ(findings.culprits[0].nodes.front(), 77);
  EXPECT_EQ(findings.culprits[0].measured, 0);
}

TEST(AtScale, SaysThatTooFewNodesLeaveNothingToCompare) {
  EXPECT_THAT(search(15, {}).undecided, Contains(HasSubstr("groups")));
  EXPECT_THAT(search(64, {}, {.group_size = 32}).undecided, Contains(HasSubstr("groups")));
}

/// Slow only where two nodes are in one group, which no half of it shows.
class Quarrel : public GroupProbe {
 public:
  std::vector<std::optional<double>> measure(const std::vector<std::vector<std::int32_t>>& groups,
                                             std::int32_t) override {
    std::vector<std::optional<double>> rates;
    for (const auto& group : groups) {
      const std::set<std::int32_t> nodes(group.begin(), group.end());
      EXPECT_EQ(nodes.size(), group.size());
      if (first_.empty()) first_ = group;
      const bool both = nodes.contains(first_.front()) && nodes.contains(first_.back());
      rates.emplace_back(both ? 50.0 : 100.0);
    }
    return rates;
  }

 private:
  std::vector<std::int32_t> first_;
};

TEST(AtScale, DoesNotAccuseOneForWhatTakesTwo) {
  Quarrel probe;
  Findings findings;
  locate_at_scale(simulate::build({.nodes = 128}), probe, {}, findings);
  EXPECT_THAT(findings.culprits, IsEmpty());
  EXPECT_THAT(findings.undecided, Contains(HasSubstr("together")));
}

/// Too few good nodes to fill halves with.
class MostlySlow : public GroupProbe {
 public:
  std::vector<std::optional<double>> measure(const std::vector<std::vector<std::int32_t>>& groups,
                                             std::int32_t) override {
    std::vector<std::optional<double>> rates(groups.size(), 50.0);
    rates.front() = 100.0;
    return rates;
  }
};

TEST(AtScale, SaysThatNobodyGoodIsLeft) {
  MostlySlow probe;
  Findings findings;
  locate_at_scale(simulate::build({.nodes = 64}), probe, {}, findings);
  EXPECT_THAT(findings.undecided, Not(IsEmpty()));
}

/// One slow node, and ranks that are lost after some rounds.
class Interrupted : public GroupProbe {
 public:
  explicit Interrupted(std::int32_t rounds) : rounds_(rounds) {}
  std::vector<std::optional<double>> measure(const std::vector<std::vector<std::int32_t>>& groups,
                                             std::int32_t round) override {
    if (round >= rounds_) throw Ended("rank 3 was lost");
    std::vector<std::optional<double>> rates;
    rates.reserve(groups.size());
    for (const auto& group : groups)
      rates.emplace_back(std::find(group.begin(), group.end(), 5) == group.end() ? 100.0 : 50.0);
    return rates;
  }

 private:
  std::int32_t rounds_;
};

TEST(AtScale, WhatWasSlowWhenTheSearchEndedIsToldAndNobodyIsAccused) {
  const Fabric fabric = simulate::build({.nodes = 128});
  Findings whole;
  Interrupted never(1000);
  locate_at_scale(fabric, never, {}, whole);
  ASSERT_THAT(whole.culprits, SizeIs(1));
  for (std::int32_t rounds = 0; rounds < whole.group_rounds; ++rounds) {
    Interrupted probe(rounds);
    Findings findings;
    locate_at_scale(fabric, probe, {}, findings);
    EXPECT_THAT(findings.culprits, IsEmpty());
    EXPECT_EQ(findings.group_rounds, rounds);
    EXPECT_THAT(findings.undecided, Contains("rank 3 was lost"));
    EXPECT_THAT(findings.undecided, SizeIs(rounds == 0 ? 1 : 2)) << "after " << rounds;
  }
  Interrupted last(whole.group_rounds - 1);
  Findings findings;
  locate_at_scale(fabric, last, {}, findings);
  EXPECT_THAT(findings.undecided, Contains(EndsWith(fabric.nodes[5])));
}

class Short : public GroupProbe {
 public:
  std::vector<std::optional<double>> measure(const std::vector<std::vector<std::int32_t>>&,
                                             std::int32_t) override {
    return {};
  }
};

TEST(AtScale, AProbeMustAnswerForEveryGroup) {
  Short probe;
  Findings findings;
  EXPECT_THROW(locate_at_scale(simulate::build({.nodes = 64}), probe, {}, findings), Error);
}

}  // namespace
}  // namespace assay::locate
