#include <gtest/gtest.h>

#include "reports/observations/conditions.hpp"
#include "reports/observations/machine_kind.hpp"
#include "tests/reports/judge/sample.hpp"

namespace assay::test {
namespace {

TEST(MachineKind, NamesWhatAMachineIsMadeOf) {
  Node node = healthy_report().node;
  EXPECT_EQ(sku_of(node), "8 x NVIDIA H100 80GB HBM3, 1 x Xeon");
  EXPECT_EQ(fabric_of(node), "none");
  node.hypervisor = "kvm";
  node.gpus.front().name = "H200";
  node.nics = {{.name = "mlx5_0", .board = "MT_1"}, {.name = "mlx5_1", .board = "MT_1"}};
  node.links = {{"gpu0", "gpu1", "NV18"}, {"gpu0", "mlx5_0", "PIX"}};
  EXPECT_EQ(sku_of(node), "1 x H200, 7 x NVIDIA H100 80GB HBM3, 1 x Xeon, virtual (kvm)");
  EXPECT_EQ(fabric_of(node), "NV18, 2 x MT_1");
  EXPECT_EQ(sku_of(Node{}), "");
}

TEST(MachineKind, DoesNotDependOnTheOrderOfParts) {
  Node node = healthy_report().node;
  node.nics = {{.board = "a"}, {.board = "b"}};
  Node turned = node;
  std::reverse(turned.gpus.begin(), turned.gpus.end());
  std::reverse(turned.nics.begin(), turned.nics.end());
  EXPECT_EQ(sku_of(node), sku_of(turned));
  EXPECT_EQ(fabric_of(node), fabric_of(turned));
}

TEST(Conditions, LeaveOutTheCourseOfATest) {
  Result result;
  result.params = {{"type", std::string("fp32")},
                   {"array_bytes", std::int64_t{1024}},
                   {"rounds", std::int64_t{17}},
                   {"kernel_latency_launches", std::int64_t{912}}};
  EXPECT_EQ(text_of(conditions_of(result)), "array_bytes 1024, type fp32");
}

TEST(Conditions, ASizeThatFollowsFreeMemoryIsNone) {
  Result result;
  result.params = {{"bytes", std::int64_t{1024}}};
  EXPECT_EQ(text_of(conditions_of(result)), "bytes 1024");
  result.params["free_bytes"] = std::int64_t{4096};
  EXPECT_EQ(text_of(conditions_of(result)), "");
}

TEST(Conditions, UnknownParametersCount) {
  Result result;
  result.params = {{"never_heard_of", 0.5}, {"on", true}};
  EXPECT_EQ(text_of(conditions_of(result)), "never_heard_of 0.5, on true");
}

}  // namespace
}  // namespace assay::test
