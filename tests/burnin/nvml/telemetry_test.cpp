#include "burnin/nvml/telemetry.hpp"

#include <functional>
#include <thread>

#include "burnin/watcher.hpp"
#include "tests/burnin/nvml/opened.hpp"

namespace assay {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class NvmlTelemetryTest : public OpenedNvml {
 protected:
  static Subject subject(int gpu) {
    return {.kind = "gpu", .index = gpu, .uuid = "GPU-" + std::to_string(gpu), .serial = "S"};
  }
  static std::vector<WatchedGpu> all() {
    std::vector<WatchedGpu> gpus;
    gpus.reserve(8);
    for (int i = 0; i < 8; ++i) gpus.push_back({address(i), subject(i)});
    return gpus;
  }
  static std::optional<double> value(const std::vector<Sensor>& sensors, int gpu,
                                     const std::string& name) {
    for (const Sensor& sensor : sensors)
      if (sensor.name == name && sensor.subject == subject(gpu)) return sensor.value;
    return std::nullopt;
  }
  SimulatedClock clock_{1e9};
};

TEST_F(NvmlTelemetryTest, ReadsEveryGpu) {
  fake_.tell(
      "0 3 power 512.5\n0 3 temperature 61\n0 3 memory_temperature 70\n0 3 margin 24\n"
      "0 3 sm_clock 1755\n0 3 utilisation 98\n0 3 pcie_gen 4\n0 3 pcie_width 8\n");
  NvmlTelemetry nvml(fake_.library(), all(), clock_);
  const auto sensors = nvml.read();
  EXPECT_EQ(value(sensors, 3, "power_w"), 512.5);
  EXPECT_EQ(value(sensors, 3, "temperature_c"), 61);
  EXPECT_EQ(value(sensors, 3, "memory_temperature_c"), 70);
  EXPECT_EQ(value(sensors, 3, "margin_c"), 24);
  EXPECT_EQ(value(sensors, 3, "sm_clock_hz"), 1.755e9);
  EXPECT_EQ(value(sensors, 3, "memory_clock_hz"), 2.619e9);
  EXPECT_EQ(value(sensors, 3, "utilisation"), 0.98);
  EXPECT_EQ(value(sensors, 3, "pcie_gen"), 4);
  EXPECT_EQ(value(sensors, 3, "pcie_width"), 8);
  EXPECT_EQ(value(sensors, 3, "throttle_power_cap"), 0);
  EXPECT_EQ(value(sensors, 3, "average_power_w"), std::nullopt) << "needs two readings";
  for (int gpu = 0; gpu < 8; ++gpu) EXPECT_TRUE(value(sensors, gpu, "power_w")) << gpu;
}

TEST_F(NvmlTelemetryTest, CountersAndLimitsAreReadOnceASecond) {
  fake_.tell("0 1 power_limit 500\n0 1 remap_pending 1\n0 1 pcie_replays 5\n0 1 throttle 4\n");
  fake_.at(10);
  NvmlTelemetry nvml(fake_.library(), all(), clock_);
  const auto first = nvml.read();
  EXPECT_EQ(value(first, 1, "power_limit_w"), 500);
  EXPECT_EQ(value(first, 1, "default_power_limit_w"), 700);
  EXPECT_EQ(value(first, 1, "max_temperature_c"), 87);
  EXPECT_EQ(value(first, 1, "remap_pending"), 1);
  EXPECT_EQ(value(first, 0, "remap_pending"), 0);
  EXPECT_EQ(value(first, 1, "pcie_replay_count"), 5);
  EXPECT_EQ(value(first, 1, "ecc_uncorrected_count"), 0);
  EXPECT_EQ(value(first, 1, "nvlink_error_count"), 0);
  EXPECT_TRUE(value(first, 1, "throttle_power_cap_s"));
  EXPECT_TRUE(value(first, 1, "energy_j"));
  fake_.tell("0 1 dram_uncorrected 3\n0 1 pcie_replays 9\n");
  clock_.sleep_s(0.5);
  EXPECT_EQ(value(nvml.read(), 1, "pcie_replay_count"), 5) << "what was read half a second ago";
  clock_.sleep_s(0.6);
  const auto later = nvml.read();
  EXPECT_EQ(value(later, 1, "pcie_replay_count"), 9);
  EXPECT_EQ(value(later, 1, "ecc_uncorrected_count"), 3);
}

TEST_F(NvmlTelemetryTest, AveragePowerIsEnergyOverTime) {
  fake_.tell("0 0 power 100\n10 0 power 300\n");
  fake_.at(0);
  NvmlTelemetry nvml(fake_.library(), {{address(0), subject(0)}}, clock_);
  (void)nvml.read();
  fake_.at(10);
  clock_.sleep_s(10);
  EXPECT_NEAR(*value(nvml.read(), 0, "average_power_w"), 200, 1e-3);
  clock_.sleep_s(0.05);
  EXPECT_NEAR(*value(nvml.read(), 0, "average_power_w"), 200, 1e-3)
      << "the counter has not moved: the last average holds";
  fake_.at(12);
  clock_.sleep_s(1.95);
  EXPECT_NEAR(*value(nvml.read(), 0, "average_power_w"), 300, 1e-3);
}

TEST_F(NvmlTelemetryTest, AnEnergyCounterThatWasResetGivesNoNegativePower) {
  fake_.tell("0 0 power 100\n");
  fake_.at(10);
  NvmlTelemetry nvml(fake_.library(), {{address(0), subject(0)}}, clock_);
  (void)nvml.read();
  fake_.at(1);
  clock_.sleep_s(1);
  EXPECT_EQ(value(nvml.read(), 0, "average_power_w"), std::nullopt);
  fake_.at(2);
  clock_.sleep_s(1);
  EXPECT_NEAR(*value(nvml.read(), 0, "average_power_w"), 100, 1e-3);
}

TEST_F(NvmlTelemetryTest, ThrottlingShowsAsFlags) {
  fake_.play("throttling");
  fake_.at(0);
  NvmlTelemetry nvml(fake_.library(), all(), clock_);
  EXPECT_EQ(value(nvml.read(), 2, "throttle_hardware_thermal"), 0);
  fake_.at(5);
  const auto hot = nvml.read();
  EXPECT_EQ(value(hot, 2, "throttle_hardware_thermal"), 1);
  EXPECT_EQ(value(hot, 2, "throttle_hardware"), 1);
  EXPECT_EQ(value(hot, 2, "throttle_power_cap"), 0);
  EXPECT_EQ(value(hot, 1, "throttle_hardware_thermal"), 0);
  EXPECT_EQ(value(hot, 2, "sm_clock_hz"), 1.14e9);
}

TEST_F(NvmlTelemetryTest, ALostGpuFallsSilentAndItsXidIsAnEvent) {
  fake_.play("lost_gpu");
  fake_.at(0);
  NvmlTelemetry nvml(fake_.library(), all(), clock_);
  EXPECT_TRUE(value(nvml.read(), 6, "temperature_c"));
  EXPECT_THAT(nvml.take_events(), IsEmpty());
  fake_.at(3);
  const auto sensors = nvml.read();
  EXPECT_FALSE(value(sensors, 6, "temperature_c"));
  EXPECT_TRUE(value(sensors, 5, "temperature_c"));
  const auto events = nvml.take_events();
  ASSERT_THAT(events, SizeIs(1));
  EXPECT_EQ(events[0].kind, "xid");
  EXPECT_EQ(events[0].code, 79);
  EXPECT_EQ(events[0].subject, subject(6));
  EXPECT_THAT(events[0].text, HasSubstr(address(6)));
}

TEST_F(NvmlTelemetryTest, SaysWhyNothingAnswers) {
  fake_.play("driver_not_loaded");
  NvmlTelemetry closed(fake_.library(), all(), clock_);
  EXPECT_THAT(message_of([&] { (void)closed.read(); }), HasSubstr("Driver Not Loaded"));
  fake_.tell("");
  NvmlTelemetry nvml(fake_.library(), all(), clock_);
  (void)nvml.read();
  fake_.tell("0 * lost 1\n");
  EXPECT_THAT(message_of([&] { (void)nvml.read(); }), HasSubstr("GPU is lost"));
}

TEST_F(NvmlTelemetryTest, AGpuThatSupportsNothingIsNoSource) {
  fake_.play("unsupported");
  NvmlTelemetry nvml(fake_.library(), all(), clock_);
  EXPECT_THAT(message_of([&] { (void)nvml.read(); }), HasSubstr("no GPU"));
}

bool eventually(const std::function<bool()>& holds) {
  for (int i = 0; i < 2000; ++i) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return false;
}

/// A hung call must cost the telemetry of all GPUs, and nothing else: neither the watcher's start
/// nor its end waits for it.
TEST_F(NvmlTelemetryTest, AHungCallIsLostTelemetry) {
  static SystemClock clock;  // outlives the thread that may still be inside the library
  for (const bool from_the_start : {true, false}) {
    fake_.tell(from_the_start ? "0 node hang 1\n" : "");
    {
      std::vector<std::unique_ptr<TelemetrySource>> sources;
      sources.push_back(std::make_unique<NvmlTelemetry>(fake_.library(), all(), clock));
      const double began_s = clock.now_s();
      Watcher watcher(std::move(sources), clock, {.period_s = 0.005, .timeout_s = 0.5});
      EXPECT_LT(clock.now_s() - began_s, 5);
      fake_.tell("0 node hang 1\n0 5 hang 1\n");
      EXPECT_TRUE(eventually([&] {
        const auto lost = watcher.summary(subject(5), 0, clock.now_s()).lost;
        const auto node = watcher.summary({}, 0, clock.now_s()).lost;
        return !lost.empty() || !node.empty();
      })) << from_the_start;
      const auto events = watcher.take_events();
      ASSERT_FALSE(events.empty());
      EXPECT_EQ(events[0].kind, "telemetry_lost");
    }
    fake_.tell("");
    std::this_thread::sleep_for(std::chrono::milliseconds(100));  // the thread that was left ends
  }
}

TEST_F(NvmlTelemetryTest, TheWatcherPassesXidsOnAndMatchesSubjectsByLabel) {
  static SystemClock clock;
  fake_.tell("");
  std::vector<std::unique_ptr<TelemetrySource>> sources;
  sources.push_back(std::make_unique<NvmlTelemetry>(fake_.library(), all(), clock));
  Watcher watcher(std::move(sources), clock, {.period_s = 0.002});
  fake_.tell("0 2 xid 63\n");
  std::vector<Event> events;
  ASSERT_TRUE(eventually([&] {
    for (Event& event : watcher.take_events()) events.push_back(event);
    return !events.empty();
  }));
  EXPECT_EQ(events[0].code, 63);
  const Telemetry telemetry =
      watcher.summary({.kind = "gpu", .index = 2}, 0, clock.now_s());  // without UUID and serial
  EXPECT_THAT(telemetry.quantities, Contains(testing::Key("power_w")));
  EXPECT_THAT(telemetry.quantities, Contains(testing::Key("throttle_thermal")));
}

}  // namespace
}  // namespace assay
