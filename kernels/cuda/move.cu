#include "kernels/cuda/move.hpp"

#include "kernels/cuda/status.hpp"

namespace assay::cuda {
namespace {

// Over a link loads take microseconds: many of them, of 16 bytes each, are in flight before the
// first store.
constexpr int kThreads = 512;
constexpr int kUnroll = 8;
constexpr std::size_t kTile = static_cast<std::size_t>(kThreads) * kUnroll;

__global__ void __launch_bounds__(kThreads)
    move_words(ulonglong2* __restrict__ to, const ulonglong2* __restrict__ from, std::size_t n) {
  std::size_t tile = std::size_t{blockIdx.x} * kTile;
  for (; tile + kTile <= n; tile += std::size_t{gridDim.x} * kTile) {
    ulonglong2 x[kUnroll];
#pragma unroll
    for (int u = 0; u < kUnroll; ++u)
      x[u] = __ldcs(from + tile + threadIdx.x + std::size_t{kThreads} * u);
#pragma unroll
    for (int u = 0; u < kUnroll; ++u)
      __stcs(to + tile + threadIdx.x + std::size_t{kThreads} * u, x[u]);
  }
  for (std::size_t i = tile + threadIdx.x; i < n && i < tile + kTile; i += kThreads)
    to[i] = from[i];
}

}  // namespace

void move(Mover mover, cudaStream_t stream, unsigned blocks, void* to, const void* from,
          std::size_t bytes) {
  if (mover == Mover::copy_engine) {
    require(status(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDefault, stream)), "cudaMemcpyAsync");
    return;
  }
  if (bytes % sizeof(ulonglong2) != 0) throw Error("a kernel copies multiples of 16 bytes");
  move_words<<<blocks, kThreads, 0, stream>>>(static_cast<ulonglong2*>(to),
                                              static_cast<const ulonglong2*>(from),
                                              bytes / sizeof(ulonglong2));
  require(status(cudaGetLastError()), "launch of move_words");
}

}  // namespace assay::cuda
