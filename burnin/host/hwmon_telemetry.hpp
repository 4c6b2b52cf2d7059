#pragma once
#include <string>
#include <vector>

#include "burnin/telemetry.hpp"
#include "core/host_files.hpp"

namespace assay {

/// What the board's monitoring chips tell through hwmon, each sensor under a subject of its own
/// that names chip and label: fan_rpm of "fan nct6779/SYS_FAN1", temperature_c of
/// "sensor nct6779/SYSTIN" (CPUs are HostTelemetry's, disks are left out); of the node
/// inlet_temperature_c (the warmest sensor that is labelled as inlet or ambient) and node_power_w
/// (ACPI's power meter: what the power supplies draw, by its own average).
class HwmonTelemetry final : public TelemetrySource {
 public:
  /// `files` must outlive it. Sensors that do not answer now are never watched: boards have more
  /// inputs than sensors.
  explicit HwmonTelemetry(const HostFiles& files);
  [[nodiscard]] std::string name() const override { return "hwmon"; }
  [[nodiscard]] double period_s() const override { return 1; }
  /// Throws Error where there is no such sensor.
  [[nodiscard]] std::vector<Sensor> read() override;

 private:
  struct Input {
    std::string path;
    Subject subject;
    std::string name;
    double scale = 1;  ///< of the file's unit
    bool inlet = false;
  };
  void add(Input input);
  void add_chip(const std::string& folder, const std::string& chip);

  const HostFiles& files_;
  std::vector<Input> inputs_;
};

}  // namespace assay
