#pragma once
#include <cuda_runtime_api.h>

#include <memory>

#include "kernels/chase.hpp"
#include "kernels/copies.hpp"
#include "kernels/digest.hpp"
#include "kernels/fma.hpp"
#include "kernels/gemm.hpp"
#include "kernels/launches.hpp"
#include "kernels/script.hpp"
#include "kernels/streams.hpp"

namespace assay::cuda {

// The tuned kernels of a GPU. Their work is enqueued on `stream` of the current device, which must
// outlive them; `units` is the number of its SMs.

[[nodiscard]] std::unique_ptr<Streams> make_streams(cudaStream_t stream, int units);
/// Throws Error in the loader's words where cuBLASLt is not installed.
[[nodiscard]] std::unique_ptr<Gemm> make_gemm(cudaStream_t stream);
/// One of its units is slow if `script` says so.
[[nodiscard]] std::unique_ptr<Fma> make_fma(cudaStream_t stream, int units, const Script& script);
[[nodiscard]] std::unique_ptr<Chase> make_chase(cudaStream_t stream);
[[nodiscard]] std::unique_ptr<Copies> make_copies(cudaStream_t stream, int units);
[[nodiscard]] std::unique_ptr<Launches> make_launches(cudaStream_t stream);
/// One of its units computes wrongly if `script` says so.
[[nodiscard]] std::unique_ptr<Digest> make_digest(cudaStream_t stream, int units,
                                                  const Script& script);

}  // namespace assay::cuda
