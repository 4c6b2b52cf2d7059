#include "kernels/cuda/ports.hpp"
#include "kernels/cuda/status.hpp"

namespace assay::cuda {
namespace {

/// Cached in every level, as ordinary code loads.
struct FromAnywhere {
  __device__ static std::uint64_t load(const std::uint64_t* from) {
    std::uint64_t value = 0;
    asm volatile("ld.global.ca.u64 %0, [%1];" : "=l"(value) : "l"(from) : "memory");
    return value;
  }
};

/// Cached in L2 alone.
struct PastL1 {
  __device__ static std::uint64_t load(const std::uint64_t* from) {
    std::uint64_t value = 0;
    asm volatile("ld.global.cg.u64 %0, [%1];" : "=l"(value) : "l"(from) : "memory");
    return value;
  }
};

template <class From>
__global__ void walk_chain(const std::uint64_t* chain, std::size_t steps, std::uint64_t* at) {
  std::uint64_t node = *at;
  for (std::size_t step = 0; step < steps; ++step) node = From::load(chain + node * Chase::kStride);
  *at = node;
}

class CudaChase final : public Chase {
 public:
  explicit CudaChase(cudaStream_t stream) : stream_(stream) {}
  void walk(const std::uint64_t* chain, std::size_t steps, std::uint64_t* at) override {
    launch(walk_chain<FromAnywhere>, chain, steps, at);
  }
  void walk_past_l1(const std::uint64_t* chain, std::size_t steps, std::uint64_t* at) override {
    launch(walk_chain<PastL1>, chain, steps, at);
  }

 private:
  void launch(void (*kernel)(const std::uint64_t*, std::size_t, std::uint64_t*),
              const std::uint64_t* chain, std::size_t steps, std::uint64_t* at) const {
    kernel<<<1, 1, 0, stream_>>>(chain, steps, at);
    require(status(cudaGetLastError()), "launch of walk_chain");
  }
  cudaStream_t stream_;
};

}  // namespace

std::unique_ptr<Chase> make_chase(cudaStream_t stream) {
  return std::make_unique<CudaChase>(stream);
}

}  // namespace assay::cuda
