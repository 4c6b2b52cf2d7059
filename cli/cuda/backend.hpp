#pragma once
#include <optional>

#include "core/host_files.hpp"
#include "suites/runner/backend.hpp"

namespace assay {

/// The GPUs that the CUDA module can test here, in the order of the PCI bus; nothing if there is
/// none. Opens nothing: a child asks the driver, and what a test declares is the same for every
/// device.
[[nodiscard]] std::optional<Backend> cuda_backend(const HostFiles& files);

/// The same for the worker that carries the tests out: opens the module. Throws Error in one line
/// where that cannot be.
[[nodiscard]] Backend cuda_worker_backend(const HostFiles& files);

/// Adds what any device can be tested by, out of the host's own tests.
void add_device_tests(Registry& registry);

}  // namespace assay
