#pragma once
#include "burnin/telemetry.hpp"
#include "suites/runner/scripted_node.hpp"

namespace assay {

/// What the GPUs of a described node let telemetry read: always the same.
class ScriptedTelemetry final : public TelemetrySource {
 public:
  explicit ScriptedTelemetry(const ScriptedNode& node) {
    for (const ScriptedGpu& gpu : node.gpus)
      for (const auto& [name, value] : gpu.sensors)
        sensors_.push_back({subject_of(gpu).subject, name, value});
  }
  [[nodiscard]] std::string name() const override { return "scripted"; }
  [[nodiscard]] std::vector<Sensor> read() override { return sensors_; }

 private:
  std::vector<Sensor> sensors_;
};

}  // namespace assay
