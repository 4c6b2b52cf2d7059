#include "suites/machine/pci.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "suites/machine/pci_config.hpp"
#include "tests/fakes/host_tree.hpp"

namespace assay {
namespace {

using fakes::HostTree;

std::vector<std::string> ids(const std::vector<const PciDevice*>& devices) {
  std::vector<std::string> found;
  found.reserve(devices.size());
  for (const PciDevice* device : devices) found.push_back(device->id);
  return found;
}

TEST(PciKind, GoesByClassAndVendor) {
  EXPECT_EQ(pci_kind(0x030200, 0x10de), PciKind::gpu);
  EXPECT_EQ(pci_kind(0x030000, 0x1a03), PciKind::other) << "a management controller's display";
  EXPECT_EQ(pci_kind(0x120000, 0x1002), PciKind::gpu);
  EXPECT_EQ(pci_kind(0x068000, 0x10de), PciKind::nvswitch);
  EXPECT_EQ(pci_kind(0x020700, 0x15b3), PciKind::nic);
  EXPECT_EQ(pci_kind(0x010802, 0x144d), PciKind::nvme);
  EXPECT_EQ(pci_kind(0x010601, 0x8086), PciKind::other) << "SATA";
  EXPECT_EQ(pci_kind(0x060400, 0x1000), PciKind::bridge);
}

TEST(PciSpeed, ReadsWhatTheKernelWrites) {
  EXPECT_EQ(pci_speed("32.0 GT/s PCIe"), 32e9);
  EXPECT_EQ(pci_speed("2.5 GT/s"), 2.5e9);
  EXPECT_EQ(pci_speed("Unknown"), std::nullopt);
  EXPECT_EQ(pci_speed("Unknown GT/s"), std::nullopt);
  EXPECT_EQ(pci_speed(""), std::nullopt);
}

TEST(PciTree, KnowsWhatLiesAboveAndBelow) {
  const HostTree host;
  const PciTree tree(host.files());
  EXPECT_EQ(tree.of_kind(PciKind::gpu).size(), 8U);
  EXPECT_EQ(tree.of_kind(PciKind::nic).size(), 8U);
  const PciDevice* gpu = tree.find(HostTree::gpu(2));
  const PciDevice* near = tree.find(HostTree::nic(3));
  const PciDevice* far = tree.find(HostTree::nic(4));
  ASSERT_TRUE(gpu && near && far);
  EXPECT_THAT(ids(tree.above(*gpu)),
              testing::ElementsAre(HostTree::gpu_port(2), "0000:21:00.0", "0000:20:01.0"));
  EXPECT_EQ(tree.joint(*gpu, *near)->id, "0000:21:00.0");
  EXPECT_EQ(tree.joint(*gpu, *far), nullptr);
  EXPECT_EQ(tree.below(*tree.find(HostTree::gpu_port(2))), gpu);
  EXPECT_EQ(tree.find("0000:ff:00.0"), nullptr);
}

TEST(PciTree, LeavesVirtualFunctionsOut) {
  HostTree host;
  const auto real = [&](int nic) {
    return host.files().resolve("/sys/bus/pci/devices/" + HostTree::nic(nic));
  };
  host.link(real(1) + "/physfn", real(0));
  EXPECT_EQ(PciTree(host.files()).of_kind(PciKind::nic).size(), 7U);
}

TEST(PciConfig, ReadsTheRegisters) {
  HostTree host;
  const std::string port = HostTree::gpu_port(0);
  host.write_config(
      port,
      {.type = 6, .payload = 2, .payload_supported = 3, .read_request = 4, .acs_control = 0x1d});
  const PciTree tree(host.files());
  const PciConfig config = read_pci_config(host.files(), *tree.find(port));
  EXPECT_EQ(config.why_not, "");
  EXPECT_EQ(config.port, PciConfig::Port::downstream);
  EXPECT_EQ(config.max_payload, 512);
  EXPECT_EQ(config.max_payload_supported, 1024);
  EXPECT_EQ(config.max_read_request, 2048);
  EXPECT_EQ(config.acs_control, 0x1d);
}

TEST(PciConfig, SaysWhyItKnowsNothing) {
  EXPECT_THAT(parse_pci_config("").why_not, testing::HasSubstr("does not answer"));
  EXPECT_THAT(parse_pci_config(std::string(4096, '\xff')).why_not,
              testing::HasSubstr("does not answer"));
  EXPECT_THAT(parse_pci_config(std::string(64, '\1')).why_not, testing::HasSubstr("only root"));
}

TEST(PciConfig, OldConfigurationSpaceHasNoAcs) {
  std::string bytes(256, '\0');
  bytes[0] = 1;
  const PciConfig config = parse_pci_config(bytes);
  EXPECT_EQ(config.acs_control, std::nullopt);
  EXPECT_EQ(config.max_payload, std::nullopt);
}

/// Broken hardware may hold anything, rings of capabilities included.
TEST(PciConfig, EndsOnAnyBytes) {
  std::mt19937 random(7);
  std::uniform_int_distribution<int> byte(0, 255);
  std::uniform_int_distribution<std::size_t> length(0, 4096);
  for (int round = 0; round < 300; ++round) {
    std::string bytes(length(random), '\0');
    for (char& b : bytes) b = static_cast<char>(byte(random) & (round % 2 ? 0xff : 0xf4));
    const PciConfig config = parse_pci_config(bytes);
    if (config.max_payload) {
      EXPECT_GE(*config.max_payload, 128);
      EXPECT_LE(*config.max_payload, 16384);
    }
  }
}

}  // namespace
}  // namespace assay
