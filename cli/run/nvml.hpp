#pragma once
#include <vector>

#include "burnin/nvml/telemetry.hpp"
#include "core/node.hpp"
#include "suites/runner/process.hpp"

namespace assay {

/// This program as the process that asks NVML.
[[nodiscard]] WorkerProgram nvml_program();

/// The node's GPUs, as telemetry is to know them: those that an NVIDIA driver drives.
[[nodiscard]] std::vector<WatchedGpu> watched_gpus(const Node& node);

}  // namespace assay
