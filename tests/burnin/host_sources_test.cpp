#include "burnin/host/sources.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <optional>

#include "burnin/host/cpu_telemetry.hpp"
#include "burnin/host/edac_telemetry.hpp"
#include "burnin/host/hwmon_telemetry.hpp"
#include "burnin/host/infiniband_telemetry.hpp"
#include "core/error.hpp"
#include "tests/burnin/small_tree.hpp"

namespace assay {
namespace {

using testing::IsEmpty;

class HostSources : public testing::Test {
 protected:
  /// Four controllers, two sockets of four cores with two threads each, two ports.
  HostSources() {
    for (int i = 0; i < 4; ++i) {
      tree_.set(controller(i) + "ce_count", 2);
      tree_.set(controller(i) + "ue_count", 0);
    }
    for (int i = 0; i < 16; ++i) {
      tree_.set(cpu(i) + "topology/physical_package_id", i % 8 / 4);
      tree_.set(cpu(i) + "topology/core_id", i % 4);
      tree_.set(cpu(i) + "thermal_throttle/core_throttle_count", 3);
      tree_.set(cpu(i) + "thermal_throttle/package_throttle_count", 5);
    }
    for (const int device : {0, 3})
      for (const char* counter : {"symbol_error", "link_downed", "port_rcv_errors"})
        tree_.set(port(device) + counter, 1);
    tree_.write("/proc/uptime", "100.0 1.0\n");
    tree_.write("/dev/kmsg", "");
  }
  static std::string controller(int number) {
    return "/sys/devices/system/edac/mc/mc" + std::to_string(number) + "/";
  }
  static std::string cpu(int number) {
    return "/sys/devices/system/cpu/cpu" + std::to_string(number) + "/";
  }
  static std::string port(int device) {
    return "/sys/class/infiniband/mlx5_" + std::to_string(device) + "/ports/1/counters/";
  }
  static std::optional<double> value(const std::vector<Sensor>& sensors, const std::string& subject,
                                     const std::string& name) {
    std::optional<double> found;
    for (const Sensor& sensor : sensors) {
      if (label(sensor.subject) != subject || sensor.name != name) continue;
      EXPECT_FALSE(found) << subject << " has two " << name;
      found = sensor.value;
    }
    return found;
  }
  void chip(int number, const std::string& name) {
    tree_.write(hwmon(number) + "name", name + "\n");
  }
  static std::string hwmon(int number) {
    return "/sys/class/hwmon/hwmon" + std::to_string(number) + "/";
  }

  SmallTree tree_;
  HostFiles files_ = tree_.files();
  SimulatedClock clock_;
};

TEST_F(HostSources, MemoryControllersCount) {
  EdacTelemetry edac(files_);
  EXPECT_EQ(value(edac.read(), "memory mc3", "corrected_errors_count"), 2);
  EXPECT_EQ(edac.read().size(), 8U);
  tree_.set(controller(3) + "ce_count", 900);
  tree_.set(controller(0) + "ue_count", 1);
  EXPECT_EQ(value(edac.read(), "memory mc3", "corrected_errors_count"), 900);
  EXPECT_EQ(value(edac.read(), "memory mc0", "uncorrected_errors_count"), 1);
  tree_.write(controller(1) + "ce_count", "many\n");
  EXPECT_FALSE(value(edac.read(), "memory mc1", "corrected_errors_count"));
}

TEST_F(HostSources, CoresAreCountedOnceWhateverTheirThreads) {
  CpuTelemetry cpus(files_);
  EXPECT_EQ(value(cpus.read(), "cpu 0", "core_throttle_count"), 4 * 3);
  EXPECT_EQ(value(cpus.read(), "cpu 1", "package_throttle_count"), 5);
  tree_.set(cpu(5) + "thermal_throttle/core_throttle_count", 13);
  EXPECT_EQ(value(cpus.read(), "cpu 1", "core_throttle_count"), 3 * 3 + 13);
  EXPECT_EQ(value(cpus.read(), "cpu 0", "core_throttle_count"), 4 * 3);
  tree_.write(cpu(5) + "thermal_throttle/core_throttle_count", "");
  EXPECT_FALSE(value(cpus.read(), "cpu 1", "core_throttle_count")) << "a sum with a gap is none";
}

TEST_F(HostSources, ClocksSpread) {
  for (int i = 0; i < 40; ++i)
    tree_.set("/sys/devices/system/cpu/cpufreq/policy" + std::to_string(i) + "/scaling_cur_freq",
              2'000'000 + i);
  tree_.set("/sys/devices/system/cpu/cpufreq/policy7/scaling_cur_freq", 800'000);
  CpuTelemetry cpus(files_);
  EXPECT_EQ(value(cpus.read(), "node", "slowest_clock_hz"), 800e6);
  EXPECT_EQ(value(cpus.read(), "node", "fastest_clock_hz"), 2'000'039e3);
}

TEST_F(HostSources, EachFanHasItsName) {
  chip(0, "nct6779");
  tree_.set(hwmon(0) + "fan1_input", 5400);
  tree_.write(hwmon(0) + "fan1_label", "SYS_FAN1\n");
  tree_.set(hwmon(0) + "fan2_input", 5100);
  tree_.write(hwmon(0) + "fan3_input", "");  // a header without a fan may not answer
  chip(1, "nct6779");
  tree_.set(hwmon(1) + "fan2_input", 4000);
  HwmonTelemetry board(files_);
  EXPECT_EQ(value(board.read(), "fan nct6779/SYS_FAN1", "fan_rpm"), 5400);
  EXPECT_EQ(value(board.read(), "fan nct6779/fan2", "fan_rpm"), 5100);
  EXPECT_EQ(value(board.read(), "fan nct6779/fan2#2", "fan_rpm"), 4000) << "another chip's";
  EXPECT_EQ(board.read().size(), 3U);
  tree_.set(hwmon(0) + "fan2_input", 0);
  EXPECT_EQ(value(board.read(), "fan nct6779/fan2", "fan_rpm"), 0) << "stopped, and named";
  EXPECT_EQ(value(board.read(), "fan nct6779/SYS_FAN1", "fan_rpm"), 5400);
}

TEST_F(HostSources, InletAndNodePowerAreTheNodes) {
  chip(0, "coretemp");
  tree_.set(hwmon(0) + "temp1_input", 70'000);
  chip(1, "nvme");
  tree_.set(hwmon(1) + "temp1_input", 80'000);
  chip(2, "tmp75");
  tree_.set(hwmon(2) + "temp1_input", 24'500);
  tree_.write(hwmon(2) + "temp1_label", "Inlet Front\n");
  tree_.set(hwmon(2) + "temp2_input", 41'000);
  chip(10, "power_meter");
  tree_.set(hwmon(10) + "power1_average", 6'230'000'000);
  HwmonTelemetry board(files_);
  const auto sensors = board.read();
  EXPECT_EQ(value(sensors, "node", "inlet_temperature_c"), 24.5);
  EXPECT_EQ(value(sensors, "sensor tmp75/temp2", "temperature_c"), 41);
  EXPECT_EQ(value(sensors, "node", "node_power_w"), 6230);
  EXPECT_EQ(sensors.size(), 4U) << "neither the CPU's nor the disk's";
}

TEST_F(HostSources, PortsCountAndTellTheirRates) {
  const auto data = [&](const char* file, std::int64_t words) { tree_.set(port(3) + file, words); };
  data("port_xmit_data", 1000);
  data("port_rcv_data", 5000);
  InfinibandTelemetry ports(files_, clock_);
  const auto first = ports.read();
  EXPECT_EQ(value(first, "port mlx5_3/1", "symbol_error_count"), 1);
  EXPECT_EQ(value(first, "port mlx5_3/1", "link_downed_count"), 1);
  EXPECT_FALSE(value(first, "port mlx5_3/1", "sent_bytes_per_s")) << "there is nothing before it";
  clock_.sleep_s(2);
  data("port_xmit_data", 1000 + 25'000'000'000);
  data("port_rcv_data", 5500);
  tree_.set(port(3) + "link_downed", 2);
  const auto second = ports.read();
  EXPECT_EQ(value(second, "port mlx5_3/1", "sent_bytes_per_s"), 50e9);
  EXPECT_EQ(value(second, "port mlx5_3/1", "received_bytes_per_s"), 1000);
  EXPECT_EQ(value(second, "port mlx5_3/1", "link_downed_count"), 2);
  EXPECT_EQ(value(second, "port mlx5_0/1", "link_downed_count"), 1);
  clock_.sleep_s(1);
  data("port_xmit_data", 7);
  EXPECT_TRUE(std::isnan(value(ports.read(), "port mlx5_3/1", "sent_bytes_per_s").value_or(0)))
      << "reset: a gap, and nothing that is lost";
}

TEST_F(HostSources, WhatIsNotThereThrowsAtItsFirstReading) {
  const HostFiles nothing(tree_.root() / "nowhere");
  const auto sources = make_host_sources(nothing, clock_, {});
  EXPECT_EQ(sources.size(), 5U) << "and no ipmitool is run about a made-up machine";
  for (const auto& source : sources) EXPECT_THROW((void)source->read(), Error) << source->name();
}

TEST_F(HostSources, SlowOnesAreReadSlowlyAndThoseOfDangerAreNot) {
  for (const auto& source : make_host_sources(files_, clock_, {})) {
    if (source->name() == "kernel_log")
      EXPECT_EQ(source->period_s(), 0) << "a fatal Xid must stop the load within a second";
    else
      EXPECT_GE(source->period_s(), 1) << source->name();
    EXPECT_THAT(source->take_events(), IsEmpty());
  }
}

}  // namespace
}  // namespace assay
