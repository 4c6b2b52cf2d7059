#include <cuda_fp16.h>

#include <optional>
#include <string>
#include <vector>

#include "kernels/cuda/ports.hpp"
#include "kernels/cuda/registers.cuh"
#include "kernels/cuda/status.hpp"

namespace assay::cuda {
namespace {

// One block an SM, all of its warps, four chains a thread: 4 cycles of latency in each of four
// schedulers are covered eight times over.
constexpr int kThreads = 1024;
constexpr int kChains = 4;
constexpr std::size_t kLanes = static_cast<std::size_t>(kThreads) * kChains;

/// When one block worked, and where.
struct Shift {
  unsigned sm;
  unsigned long long begin_ns, end_ns;
};

/// The SM that holds its block back until it has taken 1 / share of its time; none is -1.
struct Brake {
  int sm = -1;
  double share = 1;
};

__device__ void begin(Shift* shifts) {
  if (threadIdx.x == 0) shifts[blockIdx.x] = {sm_number(), now_ns(), 0};
}

__device__ void end(Shift* shifts, Brake brake) {
  __syncthreads();
  if (threadIdx.x != 0) return;
  Shift& shift = shifts[blockIdx.x];
  const double worked_ns = static_cast<double>(now_ns() - shift.begin_ns);
  if (static_cast<int>(shift.sm) == brake.sm)
    while (static_cast<double>(now_ns() - shift.begin_ns) * brake.share < worked_ns) continue;
  shift.end_ns = now_ns();
}

__device__ double multiply_add(double x, double y, double z) { return fma(x, y, z); }
__device__ float multiply_add(float x, float y, float z) { return fmaf(x, y, z); }

/// Lane `chain * kThreads + thread` of the block; kThreads is a multiple of kStarts.
template <class T>
__global__ void __launch_bounds__(kThreads, 1)
    chains(std::size_t rounds, T* out, Shift* shifts, Brake brake) {
  using Chain = FmaChain<T>;
  begin(shifts);
  T x[kChains];
#pragma unroll
  for (int c = 0; c < kChains; ++c) x[c] = Chain::start(threadIdx.x);
#pragma unroll 8
  for (std::size_t round = 0; round < rounds; ++round) {
#pragma unroll
    for (int c = 0; c < kChains; ++c) x[c] = multiply_add(x[c], Chain::up(), Chain::add());
#pragma unroll
    for (int c = 0; c < kChains; ++c) x[c] = multiply_add(x[c], Chain::down(), Chain::sub());
  }
#pragma unroll
  for (int c = 0; c < kChains; ++c)
    out[blockIdx.x * kLanes + static_cast<std::size_t>(c) * kThreads + threadIdx.x] = x[c];
  end(shifts, brake);
}

__device__ __half2 pair_of(Fp16 low, Fp16 high) {
  return __halves2half2(__ushort_as_half(low.bits()), __ushort_as_half(high.bits()));
}

/// Two lanes a register: lane 2 (chain * kThreads + thread) and the next one.
__global__ void __launch_bounds__(kThreads, 1)
    half_chains(std::size_t rounds, __half2* out, Shift* shifts, Brake brake) {
  using Chain = FmaChain<Fp16>;
  begin(shifts);
  const __half2 constant = pair_of(Chain::constant(), Chain::constant());
  const std::size_t lane = 2 * static_cast<std::size_t>(threadIdx.x);
  __half2 x[kChains];
#pragma unroll
  for (int c = 0; c < kChains; ++c) x[c] = pair_of(Chain::start(lane), Chain::start(lane + 1));
#pragma unroll 8
  for (std::size_t step = 0; step < 2 * rounds; ++step) {
#pragma unroll
    for (int c = 0; c < kChains; ++c) x[c] = __hfma2(x[c], x[c], constant);
  }
#pragma unroll
  for (int c = 0; c < kChains; ++c)
    out[blockIdx.x * kLanes + static_cast<std::size_t>(c) * kThreads + threadIdx.x] = x[c];
  end(shifts, brake);
}

class CudaFma final : public Fma {
 public:
  CudaFma(cudaStream_t stream, unsigned units, const std::optional<SlowUnit>& slow)
      : stream_(stream), units_(units), shifts_(allocate(units * sizeof(Shift))) {
    if (slow) brake_ = {static_cast<int>(slow->unit), slow->share};
  }
  [[nodiscard]] bool supports(NumberType type) const noexcept override {
    return type == NumberType::fp64 || type == NumberType::fp32 || type == NumberType::fp16;
  }
  [[nodiscard]] std::size_t lanes_per_unit(NumberType type) const override {
    demand(type);
    return type == NumberType::fp16 ? 2 * kLanes : kLanes;
  }
  [[nodiscard]] std::size_t units() const override { return units_; }
  void run(NumberType type, std::size_t rounds, void* out) override {
    demand(type);
    auto* shifts = static_cast<Shift*>(shifts_.get());
    if (type == NumberType::fp64)
      chains<<<units_, kThreads, 0, stream_>>>(rounds, static_cast<double*>(out), shifts, brake_);
    else if (type == NumberType::fp16)
      half_chains<<<units_, kThreads, 0, stream_>>>(rounds, static_cast<__half2*>(out), shifts,
                                                    brake_);
    else
      chains<<<units_, kThreads, 0, stream_>>>(rounds, static_cast<float*>(out), shifts, brake_);
    require(status(cudaGetLastError()), "launch of chains");
  }
  [[nodiscard]] std::vector<UnitTime> unit_times() override {
    std::vector<Shift> shifts(units_);
    require(status(cudaMemcpyAsync(shifts.data(), shifts_.get(), units_ * sizeof(Shift),
                                   cudaMemcpyDeviceToHost, stream_)),
            "cudaMemcpyAsync to the host");
    require(status(cudaStreamSynchronize(stream_)), "cudaStreamSynchronize after chains");
    std::vector<UnitTime> times;
    for (const Shift& shift : shifts)
      times.push_back({"SM " + std::to_string(shift.sm),
                       static_cast<double>(shift.end_ns - shift.begin_ns) * 1e-9});
    return times;
  }

 private:
  void demand(NumberType type) const {
    if (!supports(type)) throw Error("no multiply-add chains in " + std::string(name(type)));
  }
  cudaStream_t stream_;
  unsigned units_;  ///< as many blocks: with all threads of an SM in each, every SM gets one
  Memory shifts_;
  Brake brake_;
};

}  // namespace

std::unique_ptr<Fma> make_fma(cudaStream_t stream, int units, const Script& script) {
  return std::make_unique<CudaFma>(stream, static_cast<unsigned>(units), script.slow_unit);
}

}  // namespace assay::cuda
