#pragma once
#include <vector>

#include "burnin/nvml/telemetry.hpp"
#include "core/host_files.hpp"
#include "core/node.hpp"
#include "suites/runner/process.hpp"

namespace assay {

/// This program as the process that asks the NVML of the machine that `files` describe.
[[nodiscard]] WorkerProgram nvml_program(const HostFiles& files);

/// The node's GPUs, as telemetry is to know them: those that an NVIDIA driver drives.
[[nodiscard]] std::vector<WatchedGpu> watched_gpus(const Node& node);

}  // namespace assay
