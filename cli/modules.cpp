#include "cli/modules.hpp"

#include <filesystem>
#include <functional>

#include "cli/cuda/probe.hpp"
#include "collectives/mpi/module.hpp"
#include "collectives/nccl/module.hpp"
#include "core/error.hpp"
#include "core/shared_library.hpp"
#include "reports/history/access.hpp"
#include "suites/machine/nvidia.hpp"

namespace assay {
namespace {

Module module(const std::string& name, const std::string& found, const std::string& missing) {
  Module module{.name = name, .path = module_path(name).string()};
  std::error_code error;
  module.usable = std::filesystem::exists(module.path, error);
  module.state = module.usable ? found : "not built: " + missing;
  return module;
}

Module cuda(const HostFiles& files, AskDriver ask) {
  Module cuda = module("cuda", "tests on NVIDIA GPUs",
                       "no tests on GPUs; scripts/qualify builds it "
                       "where there are a GPU and an nvcc");
  if (!cuda.usable || (ask == AskDriver::no && !read_nvidia_driver(files).version.empty()))
    return cuda;
  const CudaProbe probe = probe_cuda(files);
  cuda.usable = probe.refusal.empty();
  cuda.state += ": " + std::to_string(probe.addresses.size()) + " here";
  if (!cuda.usable) cuda.state = probe.refusal;
  return cuda;
}

/// What the library behind a module says of itself, or why it cannot be had.
void ask(Module& module, const std::function<std::string()>& what) {
  if (!module.usable) return;
  try {
    module.state = what();
  } catch (const Error& error) {
    module.usable = false;
    module.state = error.what();
  }
}

Module mpi() {
  Module mpi = module("mpi", "", "no collectives between hosts; needs the MPI of this node");
  ask(mpi, [] { return open_mpi_module().version(); });
  return mpi;
}

/// Its version is no reason to wake the driver: that is for processes that may be lost.
Module nccl() {
  Module nccl = module("nccl", "", "no collectives between GPUs; built with the CUDA module");
  ask(nccl, [] {
    const NcclModule opened = open_nccl_module();
    return "NCCL " + opened.version() + " at " + opened.library();
  });
  return nccl;
}

Module postgresql() {
  Module postgresql = module("postgresql", "", "no assay history in PostgreSQL");
  ask(postgresql, [] {
    history::require_postgresql();
    return std::string("assay history in PostgreSQL");
  });
  return postgresql;
}

}  // namespace

std::vector<Module> modules(const HostFiles& files, AskDriver ask) {
  return {module("blas", "host matrix products through OpenBLAS", "compute.gemm_* cannot run"),
          cuda(files, ask),
          mpi(),
          nccl(),
          postgresql(),
          module("topology", "cores, caches and NUMA nodes through hwloc",
                 "threads are not bound to cores")};
}

}  // namespace assay
