#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "suites/registry.hpp"
#include "tests/suites/machine/faults.hpp"

namespace assay {
namespace {

using fakes::HostTree;

std::vector<Test> system_tests() {
  Registry registry;
  host::register_all(registry);
  std::vector<Test> tests;
  for (const auto& test : registry.tests())
    if (test.id.starts_with("system.")) tests.push_back(test);
  return tests;
}

const MetricSpec* declaration(const std::string& test_id, const std::string& metric) {
  static const std::vector<Test> tests = system_tests();
  for (const auto& test : tests)
    for (const MetricSpec& spec : test.spec.metrics)
      if (test.id == test_id && spec.name == metric) return &spec;
  return nullptr;
}

void expect_declared(const std::vector<Result>& results) {
  for (const Result& result : results) {
    EXPECT_EQ(result.outcome == Outcome::ok, result.reason.empty()) << result.test;
    EXPECT_TRUE(result.defects.empty()) << result.test;
    for (const Metric& metric : result.metrics) {
      const MetricSpec* spec = declaration(result.test, metric.name);
      ASSERT_NE(spec, nullptr) << result.test << '.' << metric.name;
      EXPECT_EQ(spec->unit, metric.unit) << metric.name;
      EXPECT_EQ(spec->better, metric.better) << metric.name;
    }
  }
}

std::string fact(const std::vector<Result>& results, const std::string& test,
                 const std::string& name, const std::string& subject = "node") {
  for (const Result& result : results)
    if (result.test == test && label(result.subject) == subject && result.facts.contains(name))
      return result.facts.at(name);
  return "";
}

/// What a healthy node shows under this key; "" = depends on its size.
std::string right_value(const std::string& reading) {
  if (reading.ends_with("|outcome")) return "ok";
  if (reading.ends_with("_delta") || reading.ends_with("_per_hour")) return "0";
  const bool whole = reading.ends_with("_share") && reading.find("usable") == std::string::npos;
  return whole ? "1" : "";
}

TEST(HealthyNode, AnswersEverything) {
  for (const auto& [reading, value] : healthy()) {
    EXPECT_NE(value, "?") << reading;
    const std::string right = right_value(reading);
    EXPECT_TRUE(right.empty() || value == right) << reading << " is " << value;
  }
}

TEST(HealthyNode, HasOneResultForEachDevice) {
  const auto count = [](const std::string& prefix) {
    return std::count_if(healthy().begin(), healthy().end(), [&](const auto& reading) {
      return reading.first.starts_with(prefix) && reading.first.ends_with("|outcome");
    });
  };
  // 8 GPUs and 8 NICs with a switch port each, 4 switches and root ports, 2 NVMe devices and root
  // ports.
  EXPECT_EQ(count("system.pcie|pci "), 16 + 16 + 8 + 4);
  EXPECT_EQ(count("system.infiniband|port "), 8);
  EXPECT_EQ(count("system.memory|memory "), 4);
  EXPECT_EQ(count("system.cpu|cpu "), 2);
  EXPECT_EQ(count("system.gpudirect|gpu "), 8);
  EXPECT_EQ(count("system.foreign|gpu "), 8);
  EXPECT_EQ(count("system.gpu|gpu "), 8);
}

TEST(HealthyNode, IdleGpuHasNoShareOfSpeed) {
  for (const std::string& id : {HostTree::gpu(0), HostTree::gpu_port(0)}) {
    EXPECT_TRUE(healthy().contains("system.pcie|pci " + id + "|speed"));
    EXPECT_FALSE(healthy().contains("system.pcie|pci " + id + "|speed_share"));
  }
  EXPECT_EQ(healthy().at("system.pcie|pci " + HostTree::nvme(0) + "|speed_share"), "1");
}

TEST(HealthyNode, ReportsWhatItDeclares) { expect_declared(observe(nullptr)); }

TEST(BrokenNodes, ReportWhatTheyDeclare) {
  for (const auto& some :
       {gpu_faults(), port_faults(), direct_faults(), work_faults(), nvml_faults()})
    for (const Fault& fault : some) expect_declared(observe(fault.before, fault.during));
}

TEST(BrokenNodes, SayWhy) {
  const auto full =
      observe([](HostTree& t) { t.set(HostTree::port_file(0, "counters/symbol_error"), 0xffff); });
  EXPECT_THAT(fact(full, "system.infiniband", "symbol_error_delta_unknown", "port mlx5_0/1"),
              testing::HasSubstr("maximum"));
  const auto reset = observe(
      nullptr, [](HostTree& t) { t.set(HostTree::port_file(0, "counters/link_downed"), 0); });
  EXPECT_THAT(fact(reset, "system.infiniband", "link_downed_delta_unknown", "port mlx5_0/1"),
              testing::HasSubstr("moved backwards, from 1 to 0"));
  const auto busy = observe([](HostTree& t) {
    t.write("/proc/5555/stat", fakes::stat_line(5555, 1, "python3", 0));
    t.open_file(5555, 4, "/dev/nvidia6");
  });
  EXPECT_EQ(fact(busy, "system.foreign", "processes", "gpu 6"), "python3 (5555)");
  const auto acs = observe(
      [](HostTree& t) { t.write_config(HostTree::nic_port(2), {.type = 6, .acs_control = 0x04}); });
  EXPECT_EQ(fact(acs, "system.gpudirect", "acs_on", "gpu 2"), HostTree::nic_port(2));
}

TEST(KernelLogTest, NamesTheGpuAndKeepsOldFaultsAsFacts) {
  const std::string xid = "NVRM: Xid (PCI:" + HostTree::gpu(3).substr(0, 10) + "): ";
  const auto results = observe([&](HostTree& t) {
    t.log(xid + "79, GPU has fallen off the bus.", 3 * 86400);
    t.log(xid + "48, DBE", 60);
    t.log(xid + "48, DBE", 50);
  });
  EXPECT_EQ(fact(results, "system.kernel_log", "xid_codes"), "48 on gpu 3 x2");
  EXPECT_EQ(fact(results, "system.kernel_log", "old_xid_codes"), "79 on gpu 3 x1");
  EXPECT_EQ(fact(results, "system.kernel_log", "old_xid_count"), "1");
  EXPECT_THAT(fact(results, "system.kernel_log", "events"),
              testing::HasSubstr("Z gpu 3: NVRM: Xid"));
}

/// A machine that shows next to nothing: what is not there is absent, what must be there is
/// unknown.
TEST(EmptyTree, IsAbsentOrUnknownButNeverFine) {
  HostTree tree;
  for (const char* folder : {"/sys", "/proc", "/dev", "/run", "/etc"}) tree.remove(folder);
  const auto results = observe(tree.files(), nullptr);
  expect_declared(results);
  Readings readings = flatten(results);
  const auto outcome = [&](const std::string& about) { return readings[about + "|outcome"]; };
  EXPECT_EQ(outcome("system.pcie|node"), "absent");
  EXPECT_EQ(outcome("system.infiniband|node"), "absent");
  EXPECT_EQ(outcome("system.gpudirect|node"), "absent");
  EXPECT_EQ(outcome("system.gpu|gpu"), "absent");
  EXPECT_EQ(outcome("system.cpu|cpu"), "absent");
  EXPECT_EQ(outcome("system.memory|memory edac"), "absent");
  EXPECT_EQ(outcome("system.kernel_log|node"), "skipped");
  EXPECT_EQ(outcome("system.time|node"), "skipped");
  EXPECT_EQ(outcome("system.limits|node"), "skipped");
  EXPECT_EQ(outcome("system.foreign|node"), "skipped");
  EXPECT_EQ(readings["system.cpu|node|cores_online_share"], "?");
  EXPECT_EQ(readings["system.memory|node|bytes"], "?");
}

TEST(GpuDirect, DmaBufStandsInForThePeerModule) {
  const auto way = [](const Change& change) {
    return fact(observe(change), "system.gpudirect", "way");
  };
  const std::string ib_core = "ib_core 500000 8 mlx5_ib, Live 0x0\n";
  EXPECT_EQ(way(nullptr), "nvidia_peermem");
  EXPECT_EQ(way([&](HostTree& t) { t.write("/proc/modules", ib_core); }), "dma-buf");
  EXPECT_EQ(way([&](HostTree& t) {
              t.write("/proc/modules", ib_core);
              t.write("/proc/sys/kernel/osrelease", "5.4.0-100-generic\n");
            }),
            "none");
}

TEST(Foreign, ProcessThatMayNotBeLookedIntoLeavesGpusToNvml) {
  const auto closed = [](HostTree& t) {
    t.write("/proc/5555/stat", fakes::stat_line(5555, 1, "secret", 0));
    t.write("/proc/5555/fd", "not a folder");
  };
  EXPECT_EQ(flatten(observe([&](HostTree& t) {
              closed(t);
              t.remove("/usr");
            })).at("system.foreign|gpu 0|outcome"),
            "skipped");
  const auto told = flatten(observe([&](HostTree& t) {
    closed(t);
    t.nvml().tell("0 3 process 5555\n");
  }));
  EXPECT_EQ(told.at("system.foreign|gpu 0|gpu_processes"), "0");
  EXPECT_EQ(told.at("system.foreign|gpu 3|gpu_processes"), "1");
}

TEST(Foreign, ContextsOfOursAndOfDaemonsAreNotForeign) {
  for (const char* pid : {"4243", "900"}) {
    const auto readings = flatten(
        observe([&](HostTree& t) { t.nvml().tell(std::string("0 2 process ") + pid + "\n"); }));
    EXPECT_EQ(readings.at("system.foreign|gpu 2|gpu_processes"), "0") << pid;
  }
  const auto beside = observe([](HostTree& t) { t.nvml().tell("0 2 process 31337\n"); });
  EXPECT_EQ(fact(beside, "system.foreign", "processes", "gpu 2"), "process 31337")
      << "of another container: /proc does not show it";
}

}  // namespace
}  // namespace assay
