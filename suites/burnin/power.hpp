#pragma once
#include <cmath>
#include <memory>
#include <optional>

#include "burnin/host/host_telemetry.hpp"
#include "burnin/nvml/nvml.hpp"
#include "burnin/nvml/telemetry.hpp"
#include "core/error.hpp"
#include "kernels/device.hpp"
#include "suites/context.hpp"

namespace assay {

/// What a test can itself read of the power of its device: by NVML of a GPU, by RAPL of a host.
class PowerMeter {
 public:
  PowerMeter(const DeviceFacts& facts, const Context& context) : facts_(facts) {
    if (facts.subject.kind == "node")
      source_ = std::make_unique<HostTelemetry>(context.files, context.clock);
    else if (const auto library = nvml_library(context.files); !library.empty())
      source_ = std::make_unique<NvmlTelemetry>(
          library, std::vector<WatchedGpu>{{facts.pci, facts.subject}}, context.clock);
  }
  /// Watts since the last call where that is counted, else of this instant; nothing where nobody
  /// tells.
  [[nodiscard]] std::optional<double> watts() {
    if (!source_) return std::nullopt;
    std::optional<double> watts;
    try {
      for (const Sensor& sensor : source_->read()) {
        if (label(sensor.subject) != label(facts_.subject) && facts_.subject.kind == "gpu")
          continue;
        if (sensor.name == "average_power_w") return sensor.value;
        if (sensor.name == "power_w") watts = sensor.value;
      }
    } catch (const Error&) {
      source_.reset();  // it does without
    }
    return watts;
  }

 private:
  const DeviceFacts& facts_;
  std::unique_ptr<TelemetrySource> source_;
};

}  // namespace assay
