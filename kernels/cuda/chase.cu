#include "kernels/cuda/ports.hpp"
#include "kernels/cuda/status.hpp"

namespace assay::cuda {
namespace {

/// Cached in every level, as ordinary code loads.
__device__ std::uint64_t load(const std::uint64_t* from) {
  std::uint64_t value = 0;
  asm volatile("ld.global.ca.u64 %0, [%1];" : "=l"(value) : "l"(from) : "memory");
  return value;
}

__global__ void walk_chain(const std::uint64_t* chain, std::size_t steps, std::uint64_t* at) {
  std::uint64_t node = *at;
  for (std::size_t step = 0; step < steps; ++step) node = load(chain + node * Chase::kStride);
  *at = node;
}

class CudaChase final : public Chase {
 public:
  explicit CudaChase(cudaStream_t stream) : stream_(stream) {}
  void walk(const std::uint64_t* chain, std::size_t steps, std::uint64_t* at) override {
    walk_chain<<<1, 1, 0, stream_>>>(chain, steps, at);
    require(status(cudaGetLastError()), "launch of walk_chain");
  }

 private:
  cudaStream_t stream_;
};

}  // namespace

std::unique_ptr<Chase> make_chase(cudaStream_t stream) {
  return std::make_unique<CudaChase>(stream);
}

}  // namespace assay::cuda
