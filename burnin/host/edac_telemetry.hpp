#pragma once
#include <string>
#include <vector>

#include "burnin/telemetry.hpp"
#include "core/host_files.hpp"

namespace assay {

/// Errors of the host's memory as the kernel's EDAC drivers count them since they were loaded:
/// corrected_errors_count and uncorrected_errors_count of each controller, "memory mc0".
class EdacTelemetry final : public TelemetrySource {
 public:
  /// `files` must outlive it.
  explicit EdacTelemetry(const HostFiles& files);
  [[nodiscard]] std::string name() const override { return "edac"; }
  [[nodiscard]] double period_s() const override { return 1; }
  /// Throws Error where no driver knows a controller.
  [[nodiscard]] std::vector<Sensor> read() override;

 private:
  const HostFiles& files_;
  std::vector<std::string> controllers_;  ///< "mc0"
};

}  // namespace assay
