#pragma once
#include <cstdint>
#include <vector>

#include "burnin/nvml/answer.hpp"
#include "burnin/nvml/nvml.hpp"

namespace assay {

/// Processes that have a compute or graphics context on the GPU, in order of their numbers. Inside
/// a container the driver tells those of the container only.
[[nodiscard]] Answer<std::vector<std::int64_t>> read_processes(const NvmlGpu& gpu);

}  // namespace assay
