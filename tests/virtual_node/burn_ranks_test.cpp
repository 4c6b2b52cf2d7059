#include <algorithm>

#include "tests/virtual_node/gpu_ranks.hpp"

// Loads that the GPUs of a node play together.

namespace assay::test {
namespace {

TEST_F(GpuRanks, SumBetweenProductsAsTrainingDoes) {
  const Report report =
      carry_out({"--level", "burnin", "--only", "burnin.training", "--duration", "4s"});
  EXPECT_EQ(status, 0) << err;
  std::size_t gpus = 0;
  for (const Result& result : report.results) {
    EXPECT_EQ(result.outcome, Outcome::ok) << result.reason;
    EXPECT_EQ(result.facts.at("ended_by"), "planned end");
    EXPECT_EQ(result.facts.count("left_at"), 0U);
    if (result.subject.kind != "gpu") continue;
    ++gpus;
    EXPECT_THAT(result.facts.at("collective"), testing::HasSubstr("among 8 ranks"));
    EXPECT_THAT(result.facts.at("collective_library"), testing::StartsWith("NCCL "));
    EXPECT_TRUE(std::any_of(result.metrics.begin(), result.metrics.end(), [](const Metric& metric) {
      return metric.name == "bus_bandwidth" && metric.value.value_or(0) > 0;
    }));
  }
  EXPECT_EQ(gpus, 8U);
}

TEST_F(GpuRanks, FindTheOneThatSpoilsTheSumsOfALoad) {
  const Report report = carry_out({"--level", "burnin", "--only", "burnin.training", "--duration",
                                   "2s", "--inject", "wrong-element@rank5"});
  EXPECT_EQ(status, 1) << err;
  for (const Result& result : report.results) {
    if (result.subject.kind != "gpu") continue;
    EXPECT_EQ(result.outcome, Outcome::failed);
    EXPECT_TRUE(std::any_of(result.defects.begin(), result.defects.end(), [](const Defect& defect) {
      return defect.where.ends_with("sent by rank 5");
    })) << label(result.subject);
  }
}

}  // namespace
}  // namespace assay::test
