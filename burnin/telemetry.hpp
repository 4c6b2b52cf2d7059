#pragma once
#include <optional>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/facts.hpp"

namespace assay {

/// One reading of one quantity.
struct Sensor {
  Subject subject;
  std::string
      name;  ///< "power_w", "temperature_c", "clock_hz", "utilisation", "steal": unit in the name
  double value = 0;  ///< NaN: the sensor is there and had no value this time
};

/// Of a source that is there and did not answer in time, or ended over it.
struct NoAnswer : Error {
  explicit NoAnswer(const std::string& what, Where at = Where::here()) : Error(what, at) {}
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
  /// How long the first answer may take, where that is longer than any other: a driver may have
  /// to be woken.
  [[nodiscard]] virtual double first_within_s() const { return 0; }
  /// All that can be read now; a sensor that this machine lacks is simply not in it. Throws Error
  /// when the source as a whole has nothing to tell: NoAnswer if that says nothing of whether it
  /// is there.
  [[nodiscard]] virtual std::vector<Sensor> read() = 0;
  /// What read() noticed since the last call that is no reading: Xids. By the thread that reads.
  [[nodiscard]] virtual std::vector<Event> take_events() { return {}; }
};

}  // namespace assay
