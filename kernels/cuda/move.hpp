#pragma once
#include <cuda_runtime_api.h>

#include <cstddef>

#include "kernels/copies.hpp"

namespace assay::cuda {

/// Enqueues a copy between any two addresses that the current device reaches on `stream`: by a copy
/// engine, or by a kernel of `blocks` blocks. `bytes` is a multiple of 16.
void move(Mover mover, cudaStream_t stream, unsigned blocks, void* to, const void* from,
          std::size_t bytes);

/// Blocks that leave room for a second copy beside the first on a device of `units` SMs.
[[nodiscard]] constexpr unsigned blocks_to_move(int units) {
  return static_cast<unsigned>(units) * 2;
}

}  // namespace assay::cuda
