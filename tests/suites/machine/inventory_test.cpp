#include "suites/machine/inventory.hpp"

#include <gtest/gtest.h>

#include "suites/machine/nvidia.hpp"
#include "tests/fakes/host_tree.hpp"

namespace assay {
namespace {

using fakes::HostTree;

TEST(Inventory, ReadsAHealthyNode) {
  const HostTree tree;
  const Node node = read_node(tree.files());
  EXPECT_EQ(node.hostname, "node-0001");
  EXPECT_EQ(node.machine_id, "0123456789abcdef0123456789abcdef");
  EXPECT_EQ(node.serial, "S123456X7890123");
  EXPECT_EQ(node.board_serial, "BS42");
  EXPECT_EQ(node.vendor, "Supermicro");
  EXPECT_EQ(node.product, "SYS-821GE-TNHR");
  EXPECT_EQ(node.bios, "2.1");
  EXPECT_EQ(node.hypervisor, "");
  EXPECT_EQ(node.boot_id, "11111111-2222-4333-8444-555555555555");
  EXPECT_EQ(node.memory.numa_nodes, 2);
  EXPECT_EQ(node.software.at("driver"), "580.95.05");
  EXPECT_EQ(node.software.at("kernel"), "6.8.0-60-generic");
  EXPECT_EQ(node.software.at("os"), "Ubuntu 24.04.2 LTS");
  EXPECT_EQ(node.software.at("ofed"), "25.04-0.6.1");
}

TEST(Inventory, ReadsSocketsGpusAndNics) {
  const HostTree tree;
  const Node node = read_node(tree.files());
  ASSERT_EQ(node.cpus.size(), 2U);
  EXPECT_EQ(node.cpus[1].socket, 1);
  EXPECT_EQ(node.cpus[1].model, "Intel(R) Xeon(R) Platinum 8480C");
  EXPECT_EQ(node.cpus[1].microcode, "0x2b000603");
  EXPECT_EQ(node.cpus[1].cores, 4);
  EXPECT_EQ(node.cpus[1].threads, 8);
  ASSERT_EQ(node.gpus.size(), 8U);
  EXPECT_EQ(node.gpus[5].index, 5);
  EXPECT_EQ(node.gpus[5].name, "NVIDIA H100 80GB HBM3");
  EXPECT_EQ(node.gpus[5].uuid, HostTree::uuid(5));
  EXPECT_EQ(node.gpus[5].pci, HostTree::gpu(5));
  EXPECT_EQ(node.gpus[5].vbios, "96.00.89.00.01");
  ASSERT_EQ(node.nics.size(), 8U);
  EXPECT_EQ(node.nics[2].name, "mlx5_2");
  EXPECT_EQ(node.nics[2].pci, HostTree::nic(2));
  EXPECT_EQ(node.nics[2].firmware, "28.43.2026");
  EXPECT_EQ(node.nics[2].board, "MT_0000000838");
  EXPECT_EQ(node.nics[2].guid, "a088:c203:0045:6702");
  EXPECT_EQ(node.nics[2].driver, "mlx5_core");
}

TEST(Inventory, CountsThreadsThatAreOffline) {
  HostTree tree;
  tree.write("/sys/devices/system/cpu/online", "0-14\n");
  tree.remove("/sys/devices/system/cpu/cpu15/topology");
  const auto cpus = read_node(tree.files()).cpus;
  ASSERT_EQ(cpus.size(), 2U);
  EXPECT_EQ(cpus[1].threads, 8);
  EXPECT_EQ(cpus[1].cores, 4);
}

TEST(Inventory, KeepsGpusAndNicsWithoutTheirDrivers) {
  HostTree tree;
  tree.remove("/proc/driver/nvidia");
  tree.remove("/sys/class/infiniband");
  const Node node = read_node(tree.files());
  ASSERT_EQ(node.gpus.size(), 8U);
  EXPECT_EQ(node.gpus[3].uuid, "");
  EXPECT_EQ(node.gpus[3].pci, HostTree::gpu(3));
  EXPECT_EQ(node.nics.size(), 8U);
  EXPECT_FALSE(node.software.contains("driver"));
  EXPECT_EQ(device_minor(tree.files(), node.gpus[3]), std::nullopt);
}

TEST(Inventory, BlankSerialsAreNotSerials) {
  HostTree tree;
  tree.write("/sys/class/dmi/id/product_serial", "To Be Filled By O.E.M.\n");
  EXPECT_EQ(read_node(tree.files()).serial, "");
}

TEST(Hypervisor, IsNamedWhereItIsKnown) {
  HostTree tree;
  const auto with = [&](const char* vendor, const char* product) {
    tree.write("/sys/class/dmi/id/sys_vendor", vendor);
    tree.write("/sys/class/dmi/id/product_name", product);
    return read_hypervisor(tree.files());
  };
  EXPECT_EQ(with("Amazon EC2", "p5.48xlarge"), "") << "bare metal bears the name too";
  EXPECT_EQ(with("Microsoft Corporation", "Virtual Machine"), "Hyper-V");
  tree.write("/proc/cpuinfo", "processor : 0\nflags : fpu hypervisor\n");
  EXPECT_EQ(with("Amazon EC2", "p5.48xlarge"), "Nitro");
  EXPECT_EQ(with("QEMU", "Standard PC"), "KVM");
  EXPECT_EQ(with("", ""), "unknown");
  tree.write("/sys/hypervisor/type", "xen\n");
  EXPECT_EQ(with("", ""), "xen");
}

TEST(NvidiaDriver, ReadsBothFlavours) {
  HostTree tree;
  EXPECT_TRUE(read_nvidia_driver(tree.files()).open_modules);
  tree.write(
      "/proc/driver/nvidia/version",
      "NVRM version: NVIDIA UNIX x86_64 Kernel Module  535.54.03  Tue Jun  6 22:20:39 UTC 2023\n");
  EXPECT_EQ(read_nvidia_driver(tree.files()).version, "535.54.03");
  EXPECT_FALSE(read_nvidia_driver(tree.files()).open_modules);
}

TEST(Inventory, OfThisMachineIsReadable) {
  const Node node = read_node(HostFiles());
  EXPECT_FALSE(node.hostname.empty());
  EXPECT_FALSE(node.cpus.empty());
  EXPECT_GT(node.memory.bytes.value_or(0), 0);
}

}  // namespace
}  // namespace assay
