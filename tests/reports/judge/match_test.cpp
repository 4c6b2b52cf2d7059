#include "reports/profile/match.hpp"

#include <gtest/gtest.h>

#include "tests/reports/judge/sample.hpp"

namespace assay::test {
namespace {

bool fits(const std::string& matches, const Node& node) {
  return assay::matches(
      read_profile("profile: p\nmatches: " + matches + "\nlimits: []\n", "p.yaml"), node);
}

TEST(Matches, EveryKeyMustFitEveryPiece) {
  Node node = healthy_report().node;
  node.hypervisor = "kvm";
  EXPECT_TRUE(fits("{gpu: NVIDIA H100 80GB HBM3, gpus: 8}", node));
  EXPECT_TRUE(fits("{gpu: NVIDIA H100*, cpu: Xeon, hypervisor: kvm}", node));
  EXPECT_FALSE(fits("{gpu: NVIDIA H100}", node));
  EXPECT_FALSE(fits("{gpu: NVIDIA H100*, gpus: 4}", node));
  EXPECT_FALSE(fits("{hypervisor: none}", node));
  node.gpus[5].name = "NVIDIA A100";
  EXPECT_FALSE(fits("{gpu: NVIDIA H100*}", node));
}

TEST(Matches, NothingIsNotEverything) {
  EXPECT_FALSE(fits("{}", healthy_report().node));
  EXPECT_FALSE(fits("{gpu: '*'}", Node{}));
}

}  // namespace
}  // namespace assay::test
