#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "suites/runner/plan.hpp"
#include "tests/suites/runner/made_test.hpp"

namespace assay {
namespace {

using testing::ElementsAre;

/// Eight GPUs that offer one test each and one of the whole node, beside a host with the same test.
struct Node : testing::Test {
  Registry host, gpus;
  std::vector<std::string> labels;
  void SetUp() override {
    host.add(made("memory.read", {.quick = 2}));
    gpus.add(made("memory.read", {.quick = 2}));
    auto links = made("link.peer", {.quick = 3});
    links.spec.whole_node = true;
    gpus.add(links);
    for (int i = 0; i < 8; ++i) labels.push_back("gpu " + std::to_string(i));
  }
  [[nodiscard]] Plan plan(const PlanRequest& request) const {
    return make_plan({{"host", host}, {"cuda", gpus, labels}}, request);
  }
};

TEST_F(Node, DevicesThatAreTestedAtOnceCountOnce) {
  EXPECT_DOUBLE_EQ(planned_seconds(plan({})), 2 + 2 + 3);
  EXPECT_DOUBLE_EQ(planned_seconds(plan({.serial = true})), 2 + 8 * 2 + 3);
}

TEST_F(Node, ABudgetHoldsForWhatTheRunTakes) {
  for (const bool serial : {false, true}) {
    const Plan planned = plan({.budget_s = 10, .serial = serial});
    EXPECT_NEAR(planned_seconds(planned), 10 * kUsable, 1e-9) << serial;
  }
}

TEST_F(Node, SaysOnWhichDevicesThereMustBeResults) {
  const Plan planned = plan({});
  EXPECT_THAT(ids_of(planned), ElementsAre("memory.read", "link.peer"));
  ASSERT_EQ(planned.tests.size(), 3U);
  EXPECT_THAT(planned.tests[0].subjects, testing::IsEmpty());
  EXPECT_THAT(planned.tests[1].subjects, testing::ElementsAreArray(labels));
  EXPECT_THAT(planned.tests[2].subjects, testing::IsEmpty()) << "its results are about links";
  EXPECT_TRUE(planned.tests[2].whole_node);
}

TEST_F(Node, TellsResultsOfTheHostFromThoseOfGpus) {
  const Plan planned = plan({});
  EXPECT_TRUE(gives(planned, planned.tests[0], "node"));
  EXPECT_TRUE(gives(planned, planned.tests[0], "numa 1"));
  EXPECT_FALSE(gives(planned, planned.tests[0], "gpu 3"));
  EXPECT_TRUE(gives(planned, planned.tests[1], "gpu 3"));
  EXPECT_FALSE(gives(planned, planned.tests[1], "gpu 8"));
  EXPECT_TRUE(gives(planned, planned.tests[2], "link gpu0 -> gpu1"));
}

/// A load that joins ranks is played once, by those of its devices that can exchange sums.
TEST(Loads, ArePlayedByTheRanksThereAre) {
  Registry all;
  Registry ranks;
  for (const bool joins : {true, false}) {
    auto load = made(joins ? "burnin.training" : "burnin.soak", {.burnin = 60});
    load.spec.in_stints = true;
    load.spec.joins_ranks = joins;
    all.add(load);
    if (joins) ranks.add(load);
  }
  const auto played = [](const std::vector<Offer>& offers) {
    std::vector<std::string> told;
    for (const PlannedTest& test : make_plan(offers, {.level = Level::burnin}).tests)
      told.push_back(test.id.substr(7) + " on " + test.device + (test.ranked ? " by ranks" : ""));
    return told;
  };
  const Offer host{"host", all};
  const Offer mpi{"mpi", ranks};
  const Offer cuda{"cuda", all, {"gpu 0", "gpu 1"}};
  const Offer nccl{"nccl", ranks, {"gpu 0", "gpu 1"}};
  EXPECT_THAT(played({host}), ElementsAre("soak on host", "training on host"));
  EXPECT_THAT(played({host, mpi}), ElementsAre("soak on host", "training on mpi by ranks"));
  EXPECT_THAT(played({host, cuda}), ElementsAre("soak on cuda", "training on cuda"));
  EXPECT_THAT(played({host, cuda, mpi}), ElementsAre("soak on cuda", "training on cuda"));
  EXPECT_THAT(played({host, cuda, mpi, nccl}),
              ElementsAre("soak on cuda", "training on nccl by ranks"));
  const Plan serial = make_plan({cuda, nccl}, {.level = Level::burnin, .serial = true});
  for (const PlannedTest& test : serial.tests)
    EXPECT_EQ(test.times, test.ranked ? 1U : 2U) << "ranks cannot come one after another";
  for (const LeftOut& left_out : serial.left_out)
    EXPECT_THAT(left_out.reason, testing::HasSubstr("together"));
}

}  // namespace
}  // namespace assay
