#pragma once
#include <atomic>
#include <limits>
#include <memory>

#include "burnin/telemetry.hpp"
#include "kernels/script.hpp"

namespace assay {

/// The faults of a script that act beside a test and not in it: what telemetry shall read while the
/// test runs. Set by the runner, read by the watcher's threads.
class TelemetryFaults {
 public:
  void set(const Script& script) noexcept;
  void clear() noexcept { set({}); }
  [[nodiscard]] bool lost() const noexcept { return lost_; }
  /// Degrees Celsius, NaN where the real reading shall stand.
  [[nodiscard]] double hot() const noexcept { return hot_; }

 private:
  std::atomic<bool> lost_ = false;
  std::atomic<double> hot_ = std::numeric_limits<double>::quiet_NaN();
};

/// `real` as it reads under `faults`. A temperature is added where the source has none.
[[nodiscard]] std::unique_ptr<TelemetrySource> with_faults(
    std::unique_ptr<TelemetrySource> real, std::shared_ptr<const TelemetryFaults> faults);

}  // namespace assay
