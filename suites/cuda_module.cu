#include "kernels/cuda/driver.hpp"
#include "kernels/cuda/exec.cuh"
#include "kernels/cuda/module.hpp"
#include "suites/registry.hpp"

namespace assay {
namespace {

std::unique_ptr<Device> open(int ordinal, const Subject& subject, const Script& script,
                             Clock& clock) {
  return std::make_unique<cuda::Exec>(ordinal, subject, script, clock);
}

}  // namespace
}  // namespace assay

extern "C" __attribute__((visibility("default"))) void assay_describe_cuda_module(
    assay::CudaModule& about) {
  about.build = assay::module_build();
  about.devices = assay::cuda::devices;
  about.open = assay::open;
  about.register_tests = assay::cuda::register_all;
}
