#include "suites/runner/telemetry_faults.hpp"

#include <gmock/gmock.h>

#include "core/error.hpp"

namespace assay {
namespace {

class Fixed final : public TelemetrySource {
 public:
  explicit Fixed(std::vector<Sensor> sensors) : sensors_(std::move(sensors)) {}
  std::string name() const override { return "fixed"; }
  std::vector<Sensor> read() override { return sensors_; }

 private:
  std::vector<Sensor> sensors_;
};

struct FaultySource : testing::Test {
  std::shared_ptr<TelemetryFaults> faults = std::make_shared<TelemetryFaults>();
  std::unique_ptr<TelemetrySource> over(std::vector<Sensor> sensors) {
    return with_faults(std::make_unique<Fixed>(std::move(sensors)), faults);
  }
};

TEST_F(FaultySource, ChangesNothingWithoutAFault) {
  const auto source = over({{{}, "temperature_c", 40}, {{}, "power_w", 100}});
  EXPECT_EQ(source->name(), "fixed");
  const auto sensors = source->read();
  ASSERT_EQ(sensors.size(), 2U);
  EXPECT_EQ(sensors[0].value, 40);
  EXPECT_EQ(sensors[1].value, 100);
}

TEST_F(FaultySource, HeatsEveryTemperatureAndNothingElse) {
  const auto source = over({{{}, "temperature_c", 40}, {{}, "power_w", 100}});
  faults->set({.hot = 99.0});
  const auto sensors = source->read();
  EXPECT_EQ(sensors[0].value, 99);
  EXPECT_EQ(sensors[1].value, 100);
  faults->clear();
  EXPECT_EQ(source->read()[0].value, 40);
}

TEST_F(FaultySource, IsHotEvenWhereTheMachineHasNoThermometer) {
  const auto source = over({{{}, "power_w", 100}});
  faults->set({.hot = 99.0});
  const auto sensors = source->read();
  ASSERT_EQ(sensors.size(), 2U);
  EXPECT_EQ(sensors[1].name, "temperature_c");
  EXPECT_EQ(sensors[1].value, 99);
}

TEST_F(FaultySource, AFaultOfOneGpuLeavesTheOthersAlone) {
  const Subject first{.kind = "gpu", .index = 0};
  const Subject second{.kind = "gpu", .index = 1};
  const auto source = over({{first, "temperature_c", 40}, {second, "temperature_c", 41}});
  faults->set({}, {{"gpu 1", {.hot = 99.0}}});
  EXPECT_EQ(source->read()[0].value, 40);
  EXPECT_EQ(source->read()[1].value, 99);
  Script off_bus;
  off_bus.off_bus = true;
  faults->set({}, {{"gpu 0", off_bus}});
  const auto left = source->read();
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(label(left[0].subject), "gpu 1");
}

TEST_F(FaultySource, StopsAnsweringAndComesBack) {
  const auto source = over({{{}, "power_w", 100}});
  faults->set({.telemetry_lost = true});
  EXPECT_THROW((void)source->read(), Error);
  faults->clear();
  EXPECT_EQ(source->read().size(), 1U);
}

}  // namespace
}  // namespace assay
