#include <gmock/gmock.h>

#include "tests/suites/watched_gpus.hpp"

namespace assay {
namespace {

using testing::HasSubstr;

/// memory.patterns on a GPU of a described node.
class GpuPatterns : public WatchedGpus {
 protected:
  Result test(const std::function<void()>& during = nullptr) {
    return run("memory.patterns", 1, during).at(0);
  }
};

TEST_F(GpuPatterns, TakeAtLeast95PercentOfFreeMemoryOfAnySize) {
  level_ = Level::standard;
  bytes_ = 0;  // as much as the test wants
  for (const std::int64_t memory : {1, 5}) {
    memory_ = memory << 20;
    const Result result = test();
    EXPECT_EQ(result.outcome, Outcome::ok) << result.reason;
    EXPECT_GE(*value(result, "coverage_of_free"), 0.95);
    EXPECT_LE(*value(result, "coverage_of_free"), 1);
    EXPECT_EQ(std::get<std::int64_t>(result.params.at("bytes")) % 8192, 0);
  }
}

TEST_F(GpuPatterns, CountWhatEccCorrectedMeanwhile) {
  tree_.nvml().tell("0 0 dram_corrected 10\n");
  const Result result = test([this] {
    tree_.nvml().tell("0 0 dram_corrected 17\n0 0 sram_uncorrected 1\n0 0 remap_corrected 2\n");
  });
  EXPECT_EQ(value(result, "ecc_corrected_delta"), 7);
  EXPECT_EQ(value(result, "ecc_uncorrected_delta"), 1);
  EXPECT_EQ(value(result, "rows_remapped_delta"), 2);
  EXPECT_EQ(result.outcome, Outcome::ok) << "facts: what they are worth is for the judge to say";
}

TEST_F(GpuPatterns, OnAHealthyGpuCountNothing) {
  const Result result = test();
  for (const char* metric : {"ecc_corrected_delta", "ecc_uncorrected_delta", "rows_remapped_delta"})
    EXPECT_EQ(value(result, metric), 0) << metric;
}

TEST_F(GpuPatterns, ACounterThatMovesBackwardsIsUnknown) {
  tree_.nvml().tell("0 0 dram_corrected 10\n");
  const Result result = test([this] { tree_.nvml().tell("0 0 dram_corrected 4\n"); });
  EXPECT_FALSE(value(result, "ecc_corrected_delta").has_value());
  EXPECT_THAT(result.facts.at("ecc_corrected_delta_unknown"),
              HasSubstr("moved backwards, from 10 to 4"));
  EXPECT_EQ(value(result, "ecc_uncorrected_delta"), 0);
}

TEST_F(GpuPatterns, WithoutNvmlTheCountersAreUnknownAndTheAnswersAreNot) {
  tree_.remove("/usr");
  const Result result = test();
  EXPECT_EQ(result.outcome, Outcome::ok);
  EXPECT_TRUE(value(result, "coverage").has_value());
  for (const char* metric :
       {"ecc_corrected_delta", "ecc_uncorrected_delta", "rows_remapped_delta"}) {
    EXPECT_FALSE(value(result, metric).has_value());
    EXPECT_EQ(result.facts.at(std::string(metric) + "_unknown"), "no libnvidia-ml.so.1");
  }
}

TEST_F(GpuPatterns, WhatTheGpuDoesNotCountIsLeftOut) {
  tree_.nvml().tell("0 0 unsupported 1\n");
  const Result result = test();
  EXPECT_EQ(result.outcome, Outcome::ok);
  EXPECT_EQ(find(result, "ecc_corrected_delta"), nullptr);
}

TEST_F(GpuPatterns, OfAGpuThatIsLostMeanwhileAreUnknown) {
  const Result result = test([this] { tree_.nvml().tell("0 0 lost 1\n"); });
  EXPECT_FALSE(value(result, "ecc_corrected_delta").has_value());
  EXPECT_THAT(result.facts.at("ecc_corrected_delta_unknown"), HasSubstr("GPU is lost"));
}

}  // namespace
}  // namespace assay
