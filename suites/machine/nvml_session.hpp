#pragma once
#include <memory>
#include <string>
#include <vector>

#include "burnin/nvml/nvml.hpp"
#include "core/node.hpp"

namespace assay {

/// The NVML of the machine that the files describe, or why it does not answer.
struct NvmlSession {
  std::unique_ptr<const Nvml> nvml;  ///< nullptr where there is none
  std::string why_not;
};
/// May block for as long as a broken driver likes: for workers and probes only.
[[nodiscard]] NvmlSession open_nvml(const HostFiles& files);

/// What NVML tells and files do not: fills the empty members of the GPUs in `node` of the same PCI
/// address, and versions (driver, nvml, cuda_driver, gsp_firmware). A node whose files show no GPU
/// takes NVML's list. `told` is what read_node_by_nvml() found, maybe in another process.
void complete(Node& node, const Node& told);

/// Every GPU that NVML lists and the versions of its software; all else is empty. Throws Error
/// where NVML does not answer.
[[nodiscard]] Node read_node_by_nvml(const Nvml& nvml);

}  // namespace assay
