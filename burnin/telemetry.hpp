#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/facts.hpp"

namespace assay {

/// One reading of one quantity.
struct Sensor {
  Subject subject;
  std::string
      name;  ///< "power_w", "temperature_c", "clock_hz", "utilisation", "steal": unit in the name
  double value = 0;
};

/// Where readings come from: the host's sysfs, NVML, a script. One source, polled by one thread.
class TelemetrySource {
 public:
  TelemetrySource() = default;
  TelemetrySource(const TelemetrySource&) = delete;
  TelemetrySource& operator=(const TelemetrySource&) = delete;
  virtual ~TelemetrySource() = default;
  /// "host", "nvml": names the source where it is lost.
  [[nodiscard]] virtual std::string name() const = 0;
  /// How often it is worth reading, in seconds; 0 = as often as the watcher reads.
  [[nodiscard]] virtual double period_s() const { return 0; }
  /// All that can be read now; a sensor that this machine lacks is simply not in it. Throws Error
  /// when the source as a whole does not answer.
  [[nodiscard]] virtual std::vector<Sensor> read() = 0;
  /// What read() noticed since the last call that is no reading: Xids. By the thread that reads.
  [[nodiscard]] virtual std::vector<Event> take_events() { return {}; }
};

}  // namespace assay
