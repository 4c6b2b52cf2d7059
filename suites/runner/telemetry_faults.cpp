#include "suites/runner/telemetry_faults.hpp"

#include <cmath>
#include <utility>

#include "core/error.hpp"

namespace assay {
namespace {

constexpr const char* kTemperature = "temperature_c";

void heat(std::vector<Sensor>& sensors, double degrees) {
  bool found = false;
  for (Sensor& sensor : sensors) {
    if (sensor.name != kTemperature) continue;
    sensor.value = degrees;
    found = true;
  }
  if (!found) sensors.push_back({{}, kTemperature, degrees});
}

class FaultySource final : public TelemetrySource {
 public:
  FaultySource(std::unique_ptr<TelemetrySource> real, std::shared_ptr<const TelemetryFaults> faults)
      : real_(std::move(real)), faults_(std::move(faults)) {}
  std::string name() const override { return real_->name(); }
  std::vector<Sensor> read() override {
    if (faults_->lost()) throw Error("told not to answer");
    std::vector<Sensor> sensors = real_->read();
    if (const double degrees = faults_->hot(); !std::isnan(degrees)) heat(sensors, degrees);
    return sensors;
  }

 private:
  std::unique_ptr<TelemetrySource> real_;
  std::shared_ptr<const TelemetryFaults> faults_;  // a hung thread may outlive the runner
};

}  // namespace

void TelemetryFaults::set(const Script& script) noexcept {
  lost_ = script.telemetry_lost;
  hot_ = script.hot.value_or(std::numeric_limits<double>::quiet_NaN());
}

std::unique_ptr<TelemetrySource> with_faults(std::unique_ptr<TelemetrySource> real,
                                             std::shared_ptr<const TelemetryFaults> faults) {
  return std::make_unique<FaultySource>(std::move(real), std::move(faults));
}

}  // namespace assay
