#include "suites/runner/telemetry_faults.hpp"

#include <algorithm>
#include <utility>

#include "core/error.hpp"

namespace assay {
namespace {

constexpr const char* kTemperature = "temperature_c";

/// Every temperature reads `degrees`; true if there was one.
bool heat(std::vector<Sensor>& sensors, double degrees, const std::string& subject = "") {
  bool found = false;
  for (Sensor& sensor : sensors) {
    const bool meant = subject.empty() || label(sensor.subject) == subject;
    if (!meant || sensor.name != kTemperature) continue;
    sensor.value = degrees;
    found = true;
  }
  return found;
}

void lose(std::vector<Sensor>& sensors, const std::string& subject) {
  std::erase_if(sensors, [&](const Sensor& sensor) { return label(sensor.subject) == subject; });
}

class FaultySource final : public TelemetrySource {
 public:
  FaultySource(std::unique_ptr<TelemetrySource> real, std::shared_ptr<const TelemetryFaults> faults,
               bool heats)
      : real_(std::move(real)), faults_(std::move(faults)), heats_(heats) {}
  std::string name() const override { return real_->name(); }
  double period_s() const override { return real_->period_s(); }
  double first_within_s() const override { return real_->first_within_s(); }
  std::vector<Event> take_events() override { return real_->take_events(); }
  std::vector<Sensor> read() override { return faults_->distorted(real_->read(), heats_); }

 private:
  std::unique_ptr<TelemetrySource> real_;
  std::shared_ptr<const TelemetryFaults> faults_;  // a hung thread may outlive the runner
  bool heats_;
};

}  // namespace

void TelemetryFaults::set(const Script& of_all, std::map<std::string, Script> of_subjects) {
  const std::scoped_lock lock(mutex_);
  of_all_ = of_all;
  of_subjects_ = std::move(of_subjects);
}

std::vector<Sensor> TelemetryFaults::distorted(std::vector<Sensor> sensors, bool heats) const {
  const std::scoped_lock lock(mutex_);
  if (of_all_.telemetry_lost) throw Error("told not to answer");
  if (of_all_.hot && !heat(sensors, *of_all_.hot) && heats)
    sensors.push_back({{}, kTemperature, *of_all_.hot});
  for (const auto& [subject, script] : of_subjects_) {
    if (script.hot) heat(sensors, *script.hot, subject);
    if (script.telemetry_lost || script.off_bus || script.gone) lose(sensors, subject);
  }
  return sensors;
}

std::unique_ptr<TelemetrySource> with_faults(std::unique_ptr<TelemetrySource> real,
                                             std::shared_ptr<const TelemetryFaults> faults,
                                             bool heats) {
  return std::make_unique<FaultySource>(std::move(real), std::move(faults), heats);
}

}  // namespace assay
