#pragma once
#include "kernels/cuda/module.hpp"

namespace assay {

/// Opens libassay_cuda.so and the runtime behind it, which is for processes that may be lost.
/// Throws Error in one line: it is not built, cannot be loaded, or belongs to another build.
[[nodiscard]] CudaModule open_cuda_module();

}  // namespace assay
