#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "burnin/telemetry.hpp"
#include "kernels/script.hpp"

namespace assay {

/// The faults of a script that act beside a test and not in it: what telemetry shall read while the
/// test runs. Set by the runner, read by the watcher's threads.
class TelemetryFaults {
 public:
  /// `of_all` holds for every sensor, `of_subjects` for those of one subject, by its label: one
  /// that is hot, that is not read, or that is off the bus.
  void set(const Script& of_all, std::map<std::string, Script> of_subjects = {});
  void clear() { set({}); }
  /// What `sensors` read under the faults. If `heats`, a temperature is added where a hot subject
  /// has none. Throws Error where nothing shall answer.
  [[nodiscard]] std::vector<Sensor> distorted(std::vector<Sensor> sensors, bool heats = true) const;

 private:
  mutable std::mutex mutex_;
  Script of_all_;
  std::map<std::string, Script> of_subjects_;
};

/// `real` as it reads under `faults`; `heats` is false for a source of anything but temperatures of
/// devices.
[[nodiscard]] std::unique_ptr<TelemetrySource> with_faults(
    std::unique_ptr<TelemetrySource> real, std::shared_ptr<const TelemetryFaults> faults,
    bool heats = true);

}  // namespace assay
