#include "suites/machine/nvml_session.hpp"

#include <gtest/gtest.h>

#include "suites/machine/inventory.hpp"
#include "tests/fakes/host_tree.hpp"

namespace assay {
namespace {

using fakes::HostTree;

TEST(NvmlSession, SaysWhyThereIsNone) {
  HostTree tree;
  EXPECT_EQ(open_nvml(tree.files()).why_not, "no libnvidia-ml.so.1");
  tree.install_nvml();
  EXPECT_NE(open_nvml(tree.files()).nvml, nullptr);
  tree.nvml().play("driver_not_loaded");
  const NvmlSession session = open_nvml(tree.files());
  EXPECT_EQ(session.nvml, nullptr);
  EXPECT_NE(session.why_not.find("Driver Not Loaded"), std::string::npos);
}

TEST(Inventory, TakesFromNvmlWhatFilesDoNotTell) {
  HostTree tree;
  tree.install_nvml();
  tree.nvml().tell("0 5 vbios 1.2.3\n");
  Node node = read_node(tree.files());
  complete(node, read_node_by_nvml(*open_nvml(tree.files()).nvml));
  ASSERT_EQ(node.gpus.size(), 8U);
  for (std::size_t i = 0; i < 8; ++i) {
    const Gpu& gpu = node.gpus[i];
    EXPECT_EQ(gpu.index, static_cast<std::int64_t>(i));
    EXPECT_EQ(gpu.pci, HostTree::gpu(static_cast<int>(i)));
    EXPECT_EQ(gpu.serial, "165012300000" + std::to_string(i));
    EXPECT_EQ(gpu.board_part, "692-2G520-0200-000");
    EXPECT_EQ(gpu.compute_capability, "9.0");
    EXPECT_EQ(gpu.memory_bytes, std::int64_t{80} << 30);
    EXPECT_EQ(gpu.module, static_cast<std::int64_t>(i) + 1);
  }
  EXPECT_EQ(node.gpus[5].vbios, "96.00.89.00.01") << "what files told stands";
  EXPECT_EQ(node.software.at("driver"), "580.95.05");
  EXPECT_EQ(node.software.at("cuda_driver"), "13.0");
  EXPECT_EQ(node.software.at("gsp_firmware"), "580.95.05");
}

/// A GPU that has left the driver keeps its place: the others must not move up.
TEST(Inventory, MatchesGpusByAddress) {
  HostTree tree;
  tree.install_nvml();
  tree.nvml().tell("0 2 absent 1\n");
  Node node = read_node(tree.files());
  complete(node, read_node_by_nvml(*open_nvml(tree.files()).nvml));
  ASSERT_EQ(node.gpus.size(), 8U);
  EXPECT_EQ(node.gpus[2].serial, "");
  EXPECT_EQ(node.gpus[3].serial, "1650123000003");
}

TEST(Inventory, WithoutPciFilesTakesNvmlsList) {
  HostTree tree;
  tree.install_nvml();
  Node node;
  complete(node, read_node_by_nvml(*open_nvml(tree.files()).nvml));
  ASSERT_EQ(node.gpus.size(), 8U);
  EXPECT_EQ(node.gpus[7].uuid, HostTree::uuid(7));
}

TEST(NvidiaLibrary, OfTheOlderDriverToo) {
  HostTree tree;
  tree.install_nvml(fakes::FakeNvml::Driver::older);
  const Node told = read_node_by_nvml(*open_nvml(tree.files()).nvml);
  ASSERT_EQ(told.gpus.size(), 8U);
  EXPECT_EQ(told.gpus[0].module, std::nullopt);
  EXPECT_FALSE(told.software.contains("gsp_firmware"));
}

}  // namespace
}  // namespace assay
