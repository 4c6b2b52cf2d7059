#pragma once
#include <string>
#include <vector>

#include "burnin/nvml/answer.hpp"
#include "burnin/nvml/nvml.hpp"
#include "core/node.hpp"

namespace assay {

/// Who a GPU is, as NVML tells it.
struct GpuIdentity {
  /// What reports keep; what NVML does not tell stays empty. `index` counts from 0 in the order of
  /// read_identities(). SMs are CUDA's to tell.
  Gpu gpu;
  std::string gsp_firmware, inforom;
  std::optional<std::int64_t> numa_node;
  std::vector<std::string> failures;  ///< questions that this GPU should have answered
};

[[nodiscard]] GpuIdentity read_identity(const NvmlGpu& gpu);

/// How a GPU is set. Modes are words as profiles write them: "on", "off"; numbers are SI.
struct GpuSettings {
  Answer<std::string> ecc, ecc_pending, mig, mig_pending, persistence;
  Answer<std::string> compute_mode;  ///< default, exclusive_process, prohibited
  Answer<double> power_limit_w, default_power_limit_w, enforced_power_limit_w, least_power_limit_w,
      greatest_power_limit_w;
  Answer<std::int64_t> pcie_generation, pcie_generation_max, pcie_width, pcie_width_max;
};

[[nodiscard]] GpuSettings read_settings(const NvmlGpu& gpu);

}  // namespace assay
