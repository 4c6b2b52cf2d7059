#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "core/host_files.hpp"

namespace assay {

/// What GPUs the CUDA module can test here.
struct CudaProbe {
  std::vector<std::string> addresses;  ///< on the PCI bus, by the runtime's ordinal
  std::string refusal;                 ///< "" if there is at least one, else why not, in one line
};

/// Asks. Where there is neither module nor driver the files tell; else a child process initialises
/// the driver, which may take seconds or for ever: after `budget_s` it is killed.
[[nodiscard]] CudaProbe probe_cuda(const HostFiles& files, double budget_s = 20);

/// What the child says, and what that means. Throws Error for what no child can have said.
[[nodiscard]] std::string probe_text(const CudaProbe& probe);
[[nodiscard]] CudaProbe probe_from_text(std::string_view text);

}  // namespace assay
