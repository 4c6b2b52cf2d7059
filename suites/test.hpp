#pragma once
#include "suites/registry.hpp"
#ifdef __CUDACC__
#include "kernels/cuda/exec.cuh"
#else
#include "kernels/host/exec.hpp"
#endif

namespace assay::ASSAY_BACKEND {

template <void (*Function)(Exec&, const Context&, Results&)>
void only_on_gpu(Exec& exec, const Context& context, Results& results) {
  if (!is_gpu(exec.facts())) return results.absent("this device is not a GPU");
  Function(exec, context, results);
}

}  // namespace assay::ASSAY_BACKEND

// A test file below suites/<suite>/ ends with one of these, in namespace assay::ASSAY_BACKEND. The
// build sets ASSAY_BACKEND, ASSAY_TEST_SYMBOL and ASSAY_TEST_ID from the file's path and writes the
// table that calls every file's registration: a file without one does not link.

#define ASSAY_REGISTER_ON_DEVICE(host_only, gpu_only, function, ...)             \
  void ASSAY_TEST_SYMBOL(Registry& registry) {                                   \
    registry.add({ASSAY_TEST_ID, TestSpec{__VA_ARGS__}, true,                    \
                  [](Device& device, const Context& context, Results& results) { \
                    function(static_cast<Exec&>(device), context, results);      \
                  },                                                             \
                  host_only, gpu_only});                                         \
  }                                                                              \
  static_assert(true, "require a trailing semicolon")

/// A test that runs on a device: `void function(Exec&, const Context&, Results&)`. Compiled for the
/// host and, unchanged, for CUDA. One that declares whole_node is given the first of
/// context.devices, each of which is an Exec, too.
#define ASSAY_TEST(function, ...) ASSAY_REGISTER_ON_DEVICE(false, false, function, __VA_ARGS__)

/// A test of what only a GPU has. A plan leaves it out on the host; a host device that does not
/// stand in for a GPU answers that it is absent.
#define ASSAY_GPU_TEST(function, ...) \
  ASSAY_REGISTER_ON_DEVICE(false, true, only_on_gpu<function>, __VA_ARGS__)

/// A test that runs on the host device only, with what no other device has (host::Exec::team, NUMA
/// nodes).
#define ASSAY_HOST_TEST_ON_DEVICE(function, ...) \
  ASSAY_REGISTER_ON_DEVICE(true, false, function, __VA_ARGS__)

/// A test of the machine: `void function(const Context&, Results&)`. Compiled for the host only.
#define ASSAY_HOST_TEST(function, ...)                                                            \
  void ASSAY_TEST_SYMBOL(Registry& registry) {                                                    \
    registry.add(                                                                                 \
        {ASSAY_TEST_ID, TestSpec{__VA_ARGS__}, false,                                             \
         [](Device&, const Context& context, Results& results) { function(context, results); }}); \
  }                                                                                               \
  static_assert(true, "require a trailing semicolon")
