#include <algorithm>

#include "kernels/cuda/ports.hpp"
#include "kernels/cuda/status.hpp"

namespace assay::cuda {
namespace {

// One block an SM, all of its warps, four chains a thread: 4 cycles of latency in each of four
// schedulers are covered eight times over.
constexpr int kThreads = 1024;
constexpr int kChains = 4;
constexpr std::size_t kLanes = static_cast<std::size_t>(kThreads) * kChains;

__device__ double multiply_add(double x, double y, double z) { return fma(x, y, z); }
__device__ float multiply_add(float x, float y, float z) { return fmaf(x, y, z); }

/// Lane `chain * kThreads + thread` of the block; kThreads is a multiple of kStarts.
template <class T>
__global__ void __launch_bounds__(kThreads, 1) chains(std::size_t rounds, T* out) {
  using Chain = FmaChain<T>;
  T x[kChains];
#pragma unroll
  for (int c = 0; c < kChains; ++c) x[c] = Chain::start(threadIdx.x);
#pragma unroll 8
  for (std::size_t round = 0; round < rounds; ++round) {
#pragma unroll
    for (int c = 0; c < kChains; ++c) x[c] = multiply_add(x[c], Chain::kUp, Chain::kAdd);
#pragma unroll
    for (int c = 0; c < kChains; ++c) x[c] = multiply_add(x[c], Chain::kDown, Chain::kSub);
  }
#pragma unroll
  for (int c = 0; c < kChains; ++c)
    out[blockIdx.x * kLanes + static_cast<std::size_t>(c) * kThreads + threadIdx.x] = x[c];
}

class CudaFma final : public Fma {
 public:
  CudaFma(cudaStream_t stream, int units) : stream_(stream), units_(static_cast<unsigned>(units)) {}
  [[nodiscard]] bool supports(NumberType type) const noexcept override {
    return type == NumberType::fp64 || type == NumberType::fp32;
  }
  [[nodiscard]] std::size_t lanes_per_unit(NumberType type) const override {
    demand(type);
    return kLanes;
  }
  [[nodiscard]] std::size_t units() const override { return units_; }
  void run(NumberType type, std::size_t rounds, void* out) override {
    demand(type);
    if (type == NumberType::fp64)
      chains<double><<<units_, kThreads, 0, stream_>>>(rounds, static_cast<double*>(out));
    else
      chains<float><<<units_, kThreads, 0, stream_>>>(rounds, static_cast<float*>(out));
    require(status(cudaGetLastError()), "launch of chains");
  }

 private:
  void demand(NumberType type) const {
    if (!supports(type)) throw Error("no multiply-add chains in " + std::string(name(type)));
  }
  cudaStream_t stream_;
  unsigned units_;  ///< as many blocks: with all threads of an SM in each, every SM gets one
};

}  // namespace

std::unique_ptr<Fma> make_fma(cudaStream_t stream, int units) {
  return std::make_unique<CudaFma>(stream, units);
}

}  // namespace assay::cuda
