#pragma once
#include <string>
#include <utility>
#include <vector>

#include "burnin/nvml/nvml.hpp"

namespace assay::nvml {

/// What NVML says of a GPU that changes seldom and takes longer to read, for once a second:
/// power_limit_w (enforced) and default_power_limit_w, max_temperature_c (that the GPU may reach),
/// counters since the driver was loaded (ecc_corrected_count, ecc_uncorrected_count,
/// remapped_rows_count, pcie_replay_count, nvlink_error_count over all links and kinds),
/// throttle_<reason>_s (time in that state), and remap_pending and remap_failed as 0 or 1. Left
/// out is what this GPU lacks; `failure` is NVML's words on the first that should have answered and
/// did not.
struct SlowReadings {
  std::vector<std::pair<std::string, double>> values;
  std::string failure;
};
[[nodiscard]] SlowReadings read_slowly(const NvmlGpu& gpu);

}  // namespace assay::nvml
