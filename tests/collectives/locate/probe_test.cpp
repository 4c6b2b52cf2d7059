#include "collectives/locate/probe.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "tests/collectives/locate/trial.hpp"

namespace assay::locate {
namespace {

/// A good fabric whose answers are spoilt on their way.
class Spoilt : public PairProbe {
 public:
  using Spoil = std::function<void(std::vector<Flow>&)>;
  Spoilt(const simulate::SimulatedFabric& fabric, Spoil spoil)
      : pairs_(fabric), spoil_(std::move(spoil)) {}
  std::vector<Flow> measure(const std::vector<schedule::Pair>& pairs, std::int32_t round) override {
    std::vector<Flow> flows = pairs_.measure(pairs, round);
    spoil_(flows);
    return flows;
  }

 private:
  simulate::SimulatedPairs pairs_;
  Spoil spoil_;
};

Findings search(const Spoilt::Spoil& spoil, std::int32_t rails = 2) {
  const simulate::SimulatedFabric fabric(simulate::build({.nodes = 16, .rails = rails}), {}, {},
                                         kRate, 1);
  Spoilt probe(fabric, spoil);
  return locate(fabric.fabric(), probe);
}

TEST(Probe, AFlowThatIsLeftOutHasNoAnswer) {
  const Findings findings = search([](std::vector<Flow>& flows) {
    std::erase_if(flows, [](const Flow& flow) { return flow.from == 5 && flow.rail == 1; });
  });
  ASSERT_EQ(findings.culprits.size(), 1U);
  EXPECT_EQ(findings.culprits[0].kind, Kind::direction);
  EXPECT_EQ(findings.culprits[0].way, Way::sending);
  EXPECT_EQ(findings.culprits[0].measured, 0);
}

TEST(Probe, WhatIsNoPositiveNumberIsNoAnswer) {
  for (const double bad : {std::nan(""), std::numeric_limits<double>::infinity(), 0.0, -1.0}) {
    const Findings findings = search([&](std::vector<Flow>& flows) {
      for (Flow& flow : flows)
        if (flow.from == 5 || flow.to == 5) flow.rate = bad;
    });
    ASSERT_EQ(findings.culprits.size(), 1U) << bad;
    EXPECT_EQ(findings.culprits[0].kind, Kind::node);
    EXPECT_EQ(findings.culprits[0].evidence.unanswered, findings.culprits[0].evidence.flows);
  }
}

/// A link that loses packets: some flows are slow, some never end.
TEST(Probe, ANodeThatIsSlowHereAndSilentThereIsOneCulprit) {
  const Findings findings = search(
      [](std::vector<Flow>& flows) {
        for (Flow& flow : flows) {
          if (flow.from != 5 && flow.to != 5) continue;
          const std::int32_t partner = flow.from + flow.to - 5;
          flow.rate = partner % 3 == 0 ? std::optional(0.3 * kRate) : std::nullopt;
        }
      },
      1);
  ASSERT_EQ(findings.culprits.size(), 1U);
  EXPECT_EQ(findings.culprits[0].kind, Kind::node) << "of one rail, so that there is no other";
  EXPECT_EQ(findings.culprits[0].nodes, std::vector<std::int32_t>{5});
  EXPECT_GT(findings.culprits[0].evidence.unanswered, 0);
}

/// What was measured before nothing more could be measured is not lost.
TEST(Probe, ConcludesFromWhatWasMeasuredBeforeTheEnd) {
  for (const int last : {0, 3, 10}) {
    int round = 0;
    const Findings findings = search([&](std::vector<Flow>& flows) {
      if (round++ == last) throw Ended("the hall is dark");
      for (Flow& flow : flows)
        if (flow.from == 5 || flow.to == 5) flow.rate = 0.5 * kRate;
    });
    EXPECT_EQ(findings.rounds, last);
    EXPECT_THAT(findings.undecided, testing::Contains("the hall is dark")) << last;
    const bool is_known = last >= 3;  // by three partners
    ASSERT_EQ(findings.culprits.size(), is_known ? 1U : 0U) << last;
    if (is_known) {
      EXPECT_EQ(findings.culprits[0].nodes, std::vector<std::int32_t>{5});
    }
  }
}

TEST(Probe, AFlowThatNobodyAskedForIsAnError) {
  EXPECT_THROW(search([](std::vector<Flow>& flows) { flows.push_back({0, 0, 0, 0, 1.0}); }), Error);
  EXPECT_THROW(search([](std::vector<Flow>& flows) { flows[0].rail = 2; }), Error);
  EXPECT_THROW(search([](std::vector<Flow>& flows) { flows[0].from = 99; }), Error);
}

TEST(Probe, IsAskedForDisjointPairsOnly) {
  (void)search([](std::vector<Flow>& flows) {
    std::vector<int> busy(32, 0);
    for (const Flow& flow : flows)
      ++busy[static_cast<std::size_t>(flow.from) * 2 + static_cast<std::size_t>(flow.rail)];
    for (const int times : busy) EXPECT_LE(times, 1);
  });
}

}  // namespace
}  // namespace assay::locate
