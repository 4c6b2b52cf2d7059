#include <gmock/gmock.h>

#include "tests/suites/watched_gpus.hpp"

namespace assay {
namespace {

using testing::HasSubstr;

class NvlinkTest : public WatchedGpus {
 protected:
  std::vector<Result> look(int gpus, const std::function<void()>& during = nullptr) {
    return run("link.nvlink", gpus, during);
  }
  std::function<void()> then(const std::string& lines) {
    return [this, lines] { tree_.nvml().tell(lines); };
  }
};

TEST_F(NvlinkTest, EveryGpuShowsItsLinksAndCarriesALoad) {
  const auto results = look(3);
  ASSERT_EQ(results.size(), 3U);
  for (std::size_t i = 0; i < results.size(); ++i) {
    const Result& result = results[i];
    EXPECT_EQ(result.subject.index, static_cast<std::int64_t>(i));
    EXPECT_EQ(result.outcome, Outcome::ok) << result.reason;
    EXPECT_EQ(value(result, "active_links"), 18);
    EXPECT_EQ(value(result, "link_speed"), 26562e6);
    EXPECT_EQ(value(result, "link_errors_delta"), 0);
    EXPECT_EQ(value(result, "fabric_complaints"), 0);
    EXPECT_EQ(result.facts.at("fabric"), "completed");
    EXPECT_EQ(result.params.at("links"), ParamValue(std::int64_t{18}));
    EXPECT_EQ(result.params.at("peers"), ParamValue(std::int64_t{2}));
    EXPECT_NEAR(*value(result, "load_bandwidth"), 1e9, 1) << "what both directions carry";
  }
}

TEST_F(NvlinkTest, ShowsLinksThatAreDownAndSlow) {
  tree_.nvml().tell("0 1 nvlinks_down 2\n0 1 nvlink_mbps 13281\n");
  const auto results = look(2);
  EXPECT_EQ(value(results.at(0), "active_links"), 18);
  EXPECT_EQ(value(results.at(1), "active_links"), 16);
  EXPECT_EQ(value(results.at(1), "link_speed"), 13281e6);
  EXPECT_EQ(results.at(1).facts.at("links_down"), "16, 17");
}

TEST_F(NvlinkTest, CountsErrorsThatTheLoadBringsOut) {
  const Result result = look(2, then("0 0 nvlink_errors 4\n")).at(0);
  EXPECT_EQ(value(result, "link_errors_delta"), 12) << "of each of the three counters";
  EXPECT_EQ(result.facts.at("nvlink_crc_errors"), "link 17: 4");
}

TEST_F(NvlinkTest, CountsTheErrorsOfNewerLinks) {
  tree_.nvml().tell("0 0 nvlink_generation 5\n");
  const Result result = look(2, then("0 0 nvlink_generation 5\n0 0 nvlink_errors 1\n")).at(0);
  EXPECT_GE(*value(result, "link_errors_delta"), 4);
  EXPECT_EQ(result.facts.at("nvlink_symbol_errors"), "link 17: 1");
}

TEST_F(NvlinkTest, ACounterThatMovesBackwardsIsUnknown) {
  tree_.nvml().tell("0 0 nvlink_errors 6\n");
  const Result result = look(2, then("0 0 nvlink_errors 1\n")).at(0);
  EXPECT_FALSE(value(result, "link_errors_delta").has_value());
  EXPECT_THAT(result.facts.at("link_errors_delta_unknown"),
              HasSubstr("moved backwards, from 6 to 1"));
  EXPECT_EQ(value(result, "active_links"), 18);
}

TEST_F(NvlinkTest, AFabricThatIsNotReadyOrComplainsSaysSo) {
  tree_.nvml().tell("0 0 fabric_state 2\n0 1 fabric_health 1\n");
  const auto results = look(2);
  EXPECT_EQ(results.at(0).facts.at("fabric"), "in progress");
  EXPECT_EQ(value(results.at(1), "fabric_complaints"), 1);
  EXPECT_EQ(results.at(1).facts.at("fabric_complaints"), "bandwidth degraded");
}

TEST_F(NvlinkTest, AGpuWithoutLinksIsLeftOut) {
  tree_.nvml().tell("0 1 nvlinks 0\n");
  const auto results = look(2);
  EXPECT_EQ(results.at(0).outcome, Outcome::ok);
  EXPECT_TRUE(results.at(1).absent);
  EXPECT_TRUE(results.at(1).metrics.empty());
}

TEST_F(NvlinkTest, WhatIsNotSupportedIsNotInventedAndNotUnknown) {
  tree_.nvml().tell("0 0 unsupported 1\n");
  const Result result = look(2).at(0);
  EXPECT_TRUE(result.absent);
  EXPECT_EQ(result.reason, "this GPU has no NVLinks");
}

TEST_F(NvlinkTest, WithoutNvmlTheStateIsUnknownAndTheLoadIsNot) {
  tree_.remove("/usr");
  const Result result = look(2).at(1);
  EXPECT_EQ(result.outcome, Outcome::ok);
  EXPECT_TRUE(value(result, "load_bandwidth").has_value());
  for (const char* metric : {"active_links", "link_speed", "link_errors_delta"}) {
    EXPECT_FALSE(value(result, metric).has_value());
    EXPECT_EQ(result.facts.at(std::string(metric) + "_unknown"), "no libnvidia-ml.so.1");
  }
}

TEST_F(NvlinkTest, AGpuThatIsLostUnderLoadIsUnknown) {
  const Result result = look(2, then("0 0 lost 1\n")).at(0);
  EXPECT_FALSE(value(result, "active_links").has_value());
  EXPECT_THAT(result.facts.at("active_links_unknown"), HasSubstr("GPU is lost"));
}

TEST_F(NvlinkTest, AGpuThatIsAloneShowsItsLinksWithoutALoad) {
  const auto results = look(1);
  ASSERT_EQ(results.size(), 1U);
  EXPECT_EQ(results.front().outcome, Outcome::ok);
  EXPECT_EQ(value(results.front(), "active_links"), 18);
  EXPECT_EQ(find(results.front(), "load_bandwidth"), nullptr);
}

TEST_F(NvlinkTest, AGpuThatIsAloneAndCannotBeAskedIsUnknown) {
  tree_.nvml().tell("0 node driver_not_loaded 1\n");
  const Result result = look(1).at(0);
  EXPECT_EQ(result.outcome, Outcome::skipped);
  EXPECT_FALSE(result.absent);
  EXPECT_THAT(result.reason, HasSubstr("Driver Not Loaded"));
}

TEST_F(NvlinkTest, WhatArrivesWrongIsADefectOfThatGpu) {
  script_.wrong_every = 1;
  for (const Result& result : look(2)) {
    EXPECT_EQ(result.outcome, Outcome::failed);
    EXPECT_THAT(result.defects.at(0).what, HasSubstr("wrong word from gpu"));
  }
}

class PcieReplays : public WatchedGpus {};

TEST_F(PcieReplays, AreCountedUnderLoad) {
  const auto during = [this] { tree_.nvml().tell("0 0 pcie_replays 12\n"); };
  EXPECT_EQ(value(run("link.pcie", 1, during).at(0), "pcie_replays_delta"), 10);
}

TEST_F(PcieReplays, MovedBackwardsAreUnknown) {
  const auto during = [this] { tree_.nvml().tell("0 0 pcie_replays 1\n"); };
  const Result result = run("link.pcie", 1, during).at(0);
  EXPECT_FALSE(value(result, "pcie_replays_delta").has_value());
  EXPECT_THAT(result.facts.at("pcie_replays_delta_unknown"), HasSubstr("from 2 to 1"));
}

TEST_F(PcieReplays, AreLeftOutWhereTheGpuDoesNotCountThem) {
  tree_.nvml().tell("0 0 unsupported 1\n");
  const Result result = run("link.pcie", 1).at(0);
  EXPECT_EQ(result.outcome, Outcome::ok);
  EXPECT_EQ(find(result, "pcie_replays_delta"), nullptr);
}

TEST_F(PcieReplays, AreUnknownWithoutNvml) {
  tree_.remove("/usr");
  const Result result = run("link.pcie", 1).at(0);
  EXPECT_FALSE(value(result, "pcie_replays_delta").has_value());
  EXPECT_EQ(result.facts.at("pcie_replays_delta_unknown"), "no libnvidia-ml.so.1");
}

}  // namespace
}  // namespace assay
