#include "cli/modules.hpp"

#include <filesystem>

#include "cli/cuda/probe.hpp"
#include "core/shared_library.hpp"

namespace assay {
namespace {

Module module(const std::string& name, const std::string& found, const std::string& missing) {
  Module module{.name = name, .path = module_path(name).string()};
  std::error_code error;
  module.usable = std::filesystem::exists(module.path, error);
  module.state = module.usable ? found : "not built: " + missing;
  return module;
}

Module cuda(const HostFiles& files) {
  Module cuda = module("cuda", "tests on NVIDIA GPUs",
                       "no tests on GPUs; scripts/qualify builds it "
                       "where there are a GPU and an nvcc");
  if (!cuda.usable) return cuda;
  const CudaProbe probe = probe_cuda(files);
  cuda.usable = probe.refusal.empty();
  cuda.state += ": " + std::to_string(probe.addresses.size()) + " here";
  if (!cuda.usable) cuda.state = probe.refusal;
  return cuda;
}

}  // namespace

std::vector<Module> modules(const HostFiles& files) {
  return {module("blas", "host matrix products through OpenBLAS", "compute.gemm_* cannot run"),
          cuda(files),
          module("topology", "cores, caches and NUMA nodes through hwloc",
                 "threads are not bound to cores")};
}

}  // namespace assay
