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

/// All modules there can be. Looks at files, but opens the libraries of MPI and NCCL, which then
/// say their versions without being initialised, and has a child ask the driver where the CUDA
/// module and a driver are.
[[nodiscard]] std::vector<Module> modules(const HostFiles& files);

}  // namespace assay
