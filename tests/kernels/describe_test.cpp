#include "kernels/host/describe.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace assay::host {
namespace {

namespace fs = std::filesystem;

/// A machine of two sockets with two cores each, two threads a core, an L3 a socket.
class DescribeTest : public testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::temp_directory_path() / ("assay_describe_" + std::to_string(getpid()));
    for (int cpu = 0; cpu < 8; ++cpu) {
      const std::string folder = "/sys/devices/system/cpu/cpu" + std::to_string(cpu);
      const int socket = cpu / 2 % 2;
      write(folder + "/topology/core_id", std::to_string(cpu % 2));
      write(folder + "/topology/physical_package_id", std::to_string(socket));
      fs::create_directories(root_ / folder.substr(1) / ("node" + std::to_string(socket)));
      cache(folder + "/cache/index0", "1", "Data", "48K", std::to_string(cpu % 4));
      cache(folder + "/cache/index1", "1", "Instruction", "32K", std::to_string(cpu % 4));
      cache(folder + "/cache/index2", "2", "Unified", "2048K", std::to_string(cpu % 4));
      cache(folder + "/cache/index3", "3", "Unified", "60M", std::to_string(socket));
    }
    write("/proc/cpuinfo", "processor\t: 0\nmodel name\t: Made-up CPU @ 2 GHz\n");
    write("/proc/meminfo", "MemTotal:       16777216 kB\nMemAvailable:    8388608 kB\n");
  }
  void TearDown() override { fs::remove_all(root_); }

  void write(const std::string& path, const std::string& text) {
    const fs::path file = root_ / path.substr(1);
    fs::create_directories(file.parent_path());
    std::ofstream(file) << text << "\n";
  }
  void cache(const std::string& folder, const std::string& level, const std::string& type,
             const std::string& size, const std::string& sharers) {
    write(folder + "/level", level);
    write(folder + "/type", type);
    write(folder + "/size", size);
    write(folder + "/shared_cpu_list", sharers);
  }
  fs::path root_;
};

TEST_F(DescribeTest, OneThreadACoreInTheOrderOfSockets) {
  const Topology topology = topology_from_sysfs(HostFiles(root_), {0, 1, 2, 3, 4, 5, 6, 7});
  ASSERT_EQ(topology.cores.size(), 4U);
  EXPECT_EQ(topology.cores[0].cpu, 0);
  EXPECT_EQ(topology.cores[0].node, 0);
  EXPECT_EQ(topology.cores[3].cpu, 3);
  EXPECT_EQ(topology.cores[3].node, 1);
  ASSERT_EQ(topology.caches.size(), 3U);
  EXPECT_EQ(topology.caches[0].bytes, 48 << 10);
  EXPECT_EQ(topology.caches[0].count, 4);
  EXPECT_EQ(topology.caches[2].bytes, 60 << 20);
  EXPECT_EQ(topology.caches[2].count, 2);
}

TEST_F(DescribeTest, OnlyWhatIsAllowed) {
  const Topology topology = topology_from_sysfs(HostFiles(root_), {5, 6});
  ASSERT_EQ(topology.cores.size(), 2U);
  EXPECT_EQ(topology.cores[0].cpu, 5);
  EXPECT_EQ(topology.cores[1].cpu, 6);
  EXPECT_EQ(topology.cores[1].node, 1);
}

TEST_F(DescribeTest, FactsOfTheMachine) {
  const HostFiles files(root_);
  const Settings settings = describe_host(files, topology_from_sysfs(files, {0, 1, 2, 3}));
  EXPECT_EQ(settings.facts.name, "Made-up CPU @ 2 GHz");
  EXPECT_EQ(settings.facts.units, 4);
  EXPECT_EQ(settings.facts.memory_bytes, std::int64_t{16} << 30);
  EXPECT_EQ(settings.facts.free_bytes, std::int64_t{8} << 30);
  EXPECT_EQ(last_level_bytes(settings.facts), 120 << 20);
  EXPECT_EQ(settings.numa_nodes, (std::vector<int>{0, 0, 1, 1}));
}

TEST_F(DescribeTest, AMemoryLimitOfTheGroupCounts) {
  const HostFiles files(root_);
  const Topology topology = topology_from_sysfs(files, {0});
  write("/sys/fs/cgroup/memory.max", "max");
  write("/sys/fs/cgroup/memory.current", "1073741824");
  EXPECT_EQ(describe_host(files, topology).facts.free_bytes, std::int64_t{8} << 30);
  write("/sys/fs/cgroup/memory.max", "3221225472");
  EXPECT_EQ(describe_host(files, topology).facts.free_bytes, std::int64_t{2} << 30);
}

TEST_F(DescribeTest, AnEmptyTreeIsStillAMachineWithOneCore) {
  fs::remove_all(root_);
  const Settings settings = describe_host(HostFiles(root_));
  EXPECT_EQ(settings.cpus, std::vector<int>{0});
  EXPECT_EQ(settings.facts.free_bytes, 0);
  EXPECT_EQ(last_level_bytes(settings.facts), 0);
}

TEST(ThisMachine, ModuleAndSysfsAgreeOnItsCores) {
  const Topology by_module = topology_from_module();
  const Topology by_sysfs = topology_from_sysfs(HostFiles(), allowed_cpus());
  EXPECT_EQ(by_module.cores.size(), by_sysfs.cores.size());
  ASSERT_FALSE(by_module.cores.empty());
  EXPECT_EQ(by_module.cores[0].cpu, by_sysfs.cores[0].cpu);
  const Settings settings = describe_host(HostFiles());
  EXPECT_EQ(settings.cpus.size(), by_module.cores.size());
  EXPECT_GT(settings.facts.free_bytes, 0);
  EXPECT_GT(settings.facts.memory_bytes, settings.facts.free_bytes / 2);
}

}  // namespace
}  // namespace assay::host
