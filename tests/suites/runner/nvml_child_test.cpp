#include "suites/runner/nvml_child.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>

#include "burnin/watcher.hpp"
#include "core/error.hpp"
#include "suites/machine/inventory.hpp"
#include "suites/machine/nvidia.hpp"
#include "suites/machine/nvml_session.hpp"
#include "suites/runner/nvml_wire.hpp"
#include "tests/fakes/host_tree.hpp"

namespace assay {
namespace {

using fakes::HostTree;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Key;
using testing::SizeIs;

/// A node with a fake NVML, and a real child process that asks it.
struct NvmlChildTest : testing::Test {
  NvmlChildTest() { tree.install_nvml(); }
  static WorkerProgram program(const std::string& root) {
    return {ASSAY_NVML_DOUBLE, {root, std::to_string(getpid())}};
  }
  [[nodiscard]] WorkerProgram program() const { return program(tree.root().string()); }
  [[nodiscard]] std::vector<WatchedGpu> gpus() const {
    std::vector<WatchedGpu> all;
    for (const Gpu& gpu : read_gpus(tree.files())) all.push_back({gpu.pci, subject_of(gpu)});
    return all;
  }
  static std::string failure(const std::function<void()>& action) {
    try {
      action();
    } catch (const Error& error) {
      return error.what();
    }
    return "no failure";
  }
  HostTree tree;
  SystemClock clock;
};

TEST_F(NvmlChildTest, TellsTheInventory) {
  Node node = read_node(tree.files());
  complete_by_nvml(node, tree.files(), program());
  Node in_process = read_node(tree.files());
  complete(in_process, read_node_by_nvml(*open_nvml(tree.files()).nvml));
  EXPECT_EQ(node, in_process);
  EXPECT_EQ(node.gpus.at(4).serial, "1650123000004");
}

TEST_F(NvmlChildTest, InventoryStaysAsItIsWhereNvmlDoesNotAnswer) {
  const Node bare = read_node(tree.files());
  for (const char* bad : {"deaf", "stillborn"}) {
    Node node = bare;
    const double began_s = clock.now_s();
    complete_by_nvml(node, tree.files(), program(bad), 0.3);
    EXPECT_EQ(node, bare) << bad;
    EXPECT_LT(clock.now_s() - began_s, 5) << bad;
  }
  tree.nvml().tell("0 node hang 1\n");
  Node node = bare;
  complete_by_nvml(node, tree.files(), program(), 0.5);
  EXPECT_EQ(node, bare);
}

TEST_F(NvmlChildTest, ANodeWithoutTheDriverStartsNothing) {
  tree.remove("/proc/driver/nvidia");
  Node node = read_node(tree.files());
  const Node bare = node;
  complete_by_nvml(node, tree.files(), {"/nowhere/assay", {}});
  EXPECT_EQ(node, bare);
}

TEST_F(NvmlChildTest, TelemetryIsWhatNvmlTelemetrySays) {
  tree.nvml().tell("0 2 power 433.125\n0 2 temperature 71\n0 2 throttle 32\n");
  NvmlChildTelemetry child(program(), gpus(), clock, 20);
  NvmlTelemetry own(nvml_library(tree.files()), gpus(), clock);
  const auto by_child = child.read();
  const auto by_us = own.read();
  const auto sorted = [](const std::vector<Sensor>& sensors) {
    std::vector<std::tuple<std::string, std::string, double>> all;
    all.reserve(sensors.size());
    for (const Sensor& sensor : sensors)
      all.emplace_back(label(sensor.subject), sensor.name, sensor.value);
    std::sort(all.begin(), all.end());
    return all;
  };
  EXPECT_EQ(sorted(by_child), sorted(by_us));
  EXPECT_THAT(sorted(by_child), Contains(std::tuple("gpu 2", "power_w", 433.125)));
  EXPECT_THAT(sorted(by_child), Contains(std::tuple("gpu 2", "throttle_thermal", 1.0)));
}

TEST_F(NvmlChildTest, XidsComeThrough) {
  NvmlChildTelemetry child(program(), gpus(), clock, 20);
  (void)child.read();
  EXPECT_THAT(child.take_events(), IsEmpty());
  tree.nvml().tell("0 6 xid 79\n");
  (void)child.read();
  const auto events = child.take_events();
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0].code, 79);
  EXPECT_EQ(events[0].kind, "xid");
  EXPECT_EQ(label(events[0].subject), "gpu 6");
}

TEST_F(NvmlChildTest, NvmlsOwnWordsComeThrough) {
  tree.nvml().play("driver_not_loaded");
  NvmlChildTelemetry child(program(), gpus(), clock, 20);
  EXPECT_THAT(failure([&] { (void)child.read(); }), HasSubstr("Driver Not Loaded"));
  tree.nvml().tell("");
  EXPECT_FALSE(child.read().empty()) << "the child is well: the next question is answered";
}

TEST_F(NvmlChildTest, AHangCostsAChildAndTheNextOneAnswers) {
  NvmlChildTelemetry child(program(), gpus(), clock, 1);
  (void)child.read();
  tree.nvml().tell("0 3 hang 1\n");
  EXPECT_THAT(failure([&] { (void)child.read(); }), HasSubstr("did not answer within"));
  tree.nvml().tell("");
  EXPECT_FALSE(child.read().empty());
}

TEST_F(NvmlChildTest, AChildThatEndsSaysSo) {
  NvmlChildTelemetry child(program("stillborn"), gpus(), clock, 20);
  EXPECT_NE(failure([&] { (void)child.read(); }), "no failure");
  NvmlChildTelemetry none({"/nowhere/assay", {}}, gpus(), clock, 20);
  EXPECT_THAT(failure([&] { (void)none.read(); }), HasSubstr("/nowhere/assay"));
}

TEST_F(NvmlChildTest, ADriverThatHangsFromTheStartIsNoMachineWithoutOne) {
  tree.nvml().tell("0 node hang 1\n");
  std::vector<std::unique_ptr<TelemetrySource>> sources;
  sources.push_back(std::make_unique<NvmlChildTelemetry>(program(), gpus(), clock, 1, 1));
  Watcher watcher(std::move(sources), clock, {.period_s = 0.01, .timeout_s = 20});
  EXPECT_THAT(watcher.summary({.kind = "gpu", .index = 5}, 0, clock.now_s()).lost,
              Contains("nvml"));
}

TEST_F(NvmlChildTest, AHungDriverIsLostTelemetryToTheWatcher) {
  std::vector<std::unique_ptr<TelemetrySource>> sources;
  sources.push_back(std::make_unique<NvmlChildTelemetry>(program(), gpus(), clock, 1));
  Watcher watcher(std::move(sources), clock, {.period_s = 0.01, .timeout_s = 20});
  const Subject subject{.kind = "gpu", .index = 5};
  EXPECT_THAT(watcher.summary(subject, 0, clock.now_s()).quantities, Contains(Key("power_w")));
  const double hung_s = clock.now_s();
  tree.nvml().tell("0 5 hang 1\n");
  std::vector<std::string> lost;
  for (int i = 0; i < 400 && lost.empty(); ++i) {
    clock.sleep_s(0.05);
    lost = watcher.summary(subject, hung_s, clock.now_s()).lost;
  }
  EXPECT_THAT(lost, Contains("nvml: power_w of gpu 5"));
}

TEST(NvmlWire, ANodeComesBack) {
  Node node;
  node.gpus = {{.index = 0, .uuid = "GPU-a", .name = "NVIDIA H100 = 80%\n", .pci = "0000:13:00.0"},
               {.index = 1, .serial = "1", .module = 7, .memory_bytes = 85899345920, .sms = 132}};
  node.software = {{"driver", "580.95.05"}, {"gsp_firmware", "a, b"}};
  EXPECT_EQ(node_from(fields_of(node)), node);
}

}  // namespace
}  // namespace assay
