#include "burnin/host/host_telemetry.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <optional>

#include "tests/burnin/small_tree.hpp"

namespace assay {
namespace {

class HostTelemetryTest : public testing::Test {
 protected:
  void SetUp() override {
    tree_.write("/sys/class/hwmon/hwmon0/name", "coretemp");
    tree_.write("/sys/class/hwmon/hwmon0/temp1_input", "41000");
    tree_.write("/sys/class/hwmon/hwmon0/temp2_input", "63000");
    tree_.write("/sys/class/hwmon/hwmon1/name", "nvme");
    tree_.write("/sys/class/hwmon/hwmon1/temp1_input", "99000");
    tree_.write("/sys/class/hwmon/hwmon2/fan1_input", "9000");
    tree_.write("/sys/class/hwmon/hwmon2/fan2_input", "4500");
    tree_.write("/sys/class/powercap/intel-rapl:0/energy_uj", "1000000");
    tree_.write("/sys/class/powercap/intel-rapl:0/max_energy_range_uj", "10000000");
    tree_.write("/sys/class/powercap/intel-rapl:0:0/energy_uj", "500");
    tree_.write("/sys/class/powercap/intel-rapl:0:0/max_energy_range_uj", "10000000");
    tree_.write("/sys/devices/system/cpu/cpufreq/policy0/scaling_cur_freq", "2000000");
    tree_.write("/sys/devices/system/cpu/cpufreq/policy1/scaling_cur_freq", "3000000");
    tree_.write("/proc/stat", "cpu  100 0 100 800 0 0 0 0 0 0\n");
  }
  static std::optional<double> value(const std::vector<Sensor>& sensors, const std::string& name) {
    for (const Sensor& sensor : sensors)
      if (sensor.name == name) return sensor.value;
    return std::nullopt;
  }

  SmallTree tree_;
  SimulatedClock clock_;
};

TEST_F(HostTelemetryTest, ReadsWhatTheMachineHas) {
  const HostFiles files = tree_.files();
  HostTelemetry host(files, clock_);
  clock_.sleep_s(2);
  tree_.write("/sys/class/powercap/intel-rapl:0/energy_uj", "5000000");
  tree_.write("/proc/stat", "cpu  150 0 120 820 0 0 0 10 0 0\n");
  const auto sensors = host.read();
  EXPECT_DOUBLE_EQ(value(sensors, "temperature_c").value(), 63)
      << "the hottest CPU sensor, no disk's";
  EXPECT_DOUBLE_EQ(value(sensors, "fan_rpm").value(), 4500);
  EXPECT_DOUBLE_EQ(value(sensors, "clock_hz").value(), 2.5e9);
  EXPECT_DOUBLE_EQ(value(sensors, "power_w").value(), 2)
      << "4 J in 2 s, the package's part not twice";
  EXPECT_DOUBLE_EQ(value(sensors, "utilisation").value(), 0.8);
  EXPECT_DOUBLE_EQ(value(sensors, "steal").value(), 0.1);
}

TEST_F(HostTelemetryTest, AnEnergyCounterWraps) {
  tree_.write("/sys/class/powercap/intel-rapl:0/energy_uj", "9000000");
  const HostFiles files = tree_.files();
  HostTelemetry host(files, clock_);
  clock_.sleep_s(1);
  tree_.write("/sys/class/powercap/intel-rapl:0/energy_uj", "2000000");
  EXPECT_DOUBLE_EQ(value(host.read(), "power_w").value(), 3);
}

/// Takes its time between two looks at it, as a thread does that is held up.
class HeldUpClock final : public Clock {
 public:
  [[nodiscard]] double now_s() const override { return now_s_ += per_look_s; }
  [[nodiscard]] double wall_s() const override { return now_s_; }
  void sleep_s(double seconds) override { now_s_ += seconds; }
  double per_look_s = 0;

 private:
  mutable double now_s_ = 0;
};

TEST_F(HostTelemetryTest, ACounterOfAnUnknownMomentIsLeftToTheNextReading) {
  const HostFiles files = tree_.files();
  HeldUpClock clock;
  HostTelemetry host(files, clock);
  clock.sleep_s(0.1);
  tree_.write("/sys/class/powercap/intel-rapl:0/energy_uj", "4000000");
  clock.per_look_s = 1;
  EXPECT_TRUE(std::isnan(value(host.read(), "power_w").value())) << "3 J in 0.1 s, or in 2";
  clock.per_look_s = 0;
  clock.sleep_s(0.9);
  tree_.write("/sys/class/powercap/intel-rapl:0/energy_uj", "7000000");
  EXPECT_DOUBLE_EQ(value(host.read(), "power_w").value(), 2) << "6 J in 3 s: none is lost";
}

TEST_F(HostTelemetryTest, AMachineWithoutSensorsHasNone) {
  const HostFiles files(tree_.root() / "nowhere");
  HostTelemetry host(files, clock_);
  clock_.sleep_s(1);
  EXPECT_TRUE(host.read().empty());
}

TEST_F(HostTelemetryTest, WithinOneTickTheLastLoadHolds) {
  const HostFiles files = tree_.files();
  HostTelemetry host(files, clock_);
  tree_.write("/proc/stat", "cpu  150 0 100 850 0 0 0 0 0 0\n");
  EXPECT_DOUBLE_EQ(value(host.read(), "utilisation").value(), 0.5);
  EXPECT_DOUBLE_EQ(value(host.read(), "utilisation").value(), 0.5);
}

}  // namespace
}  // namespace assay
