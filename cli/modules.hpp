#pragma once
#include <string>
#include <vector>

#include "core/host_files.hpp"

namespace assay {

/// A part of assay that is opened at run time, because what it links is not on every machine.
struct Module {
  std::string name, path;
  bool usable = false;
  std::string state;  ///< one line: what it gives, or why it cannot
};

/// Whether the NVIDIA driver is asked for its GPUs, in a child, which may take seconds.
enum class AskDriver { yes, no };

/// All modules there can be. Looks at files, but opens the libraries of MPI and NCCL, which then
/// say their versions without being initialised. Where the driver is not asked, the CUDA module is
/// usable if it was built and a driver is loaded.
[[nodiscard]] std::vector<Module> modules(const HostFiles& files, AskDriver ask = AskDriver::yes);

}  // namespace assay
