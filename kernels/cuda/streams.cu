#include "kernels/cuda/ports.hpp"
#include "kernels/cuda/status.hpp"

namespace assay::cuda {
namespace {

// Two doubles in each access of 16 bytes; kUnroll loads are in flight before the first store. Every
// block walks over tiles of its own, so that what is in flight lies close together in memory.
constexpr int kThreads = 512;
constexpr int kUnroll = 4;
constexpr std::size_t kTile = static_cast<std::size_t>(kThreads) * kUnroll;  // of double2

struct Copy {
  const double2* a;
  __device__ double2 operator()(std::size_t i) const { return __ldcs(a + i); }
};
struct Scale {
  const double2* c;
  double s;
  __device__ double2 operator()(std::size_t i) const {
    const double2 x = __ldcs(c + i);
    return {s * x.x, s * x.y};
  }
};
struct Add {
  const double2 *a, *b;
  __device__ double2 operator()(std::size_t i) const {
    const double2 x = __ldcs(a + i);
    const double2 y = __ldcs(b + i);
    return {x.x + y.x, x.y + y.y};
  }
};
struct Triad {
  const double2 *b, *c;
  double s;
  __device__ double2 operator()(std::size_t i) const {
    const double2 x = __ldcs(b + i);
    const double2 y = __ldcs(c + i);
    return {x.x + s * y.x, x.y + s * y.y};
  }
};
struct Value {
  double value;
  __device__ double2 operator()(std::size_t) const { return {value, value}; }
};

/// out = op over n pairs.
template <class Op>
__global__ void __launch_bounds__(kThreads)
    stream(double2* __restrict__ out, std::size_t n, Op op) {
  std::size_t tile = std::size_t{blockIdx.x} * kTile;
  const std::size_t step = std::size_t{gridDim.x} * kTile;
  for (; tile + kTile <= n; tile += step) {
    double2 x[kUnroll];
#pragma unroll
    for (int u = 0; u < kUnroll; ++u) x[u] = op(tile + threadIdx.x + std::size_t{kThreads} * u);
#pragma unroll
    for (int u = 0; u < kUnroll; ++u)
      __stcs(out + tile + threadIdx.x + std::size_t{kThreads} * u, x[u]);
  }
  for (std::size_t i = tile + threadIdx.x; i < n && i < tile + kTile; i += kThreads) out[i] = op(i);
}

__device__ unsigned long long of_warp(unsigned long long mine) {
  for (int lane = 16; lane > 0; lane /= 2) mine ^= __shfl_xor_sync(~0U, mine, lane);
  return mine;
}

/// Exclusive or over the block, in its first thread.
__device__ unsigned long long of_block(unsigned long long mine) {
  __shared__ unsigned long long warps[kThreads / 32];
  mine = of_warp(mine);
  if (threadIdx.x % 32 == 0) warps[threadIdx.x / 32] = mine;
  __syncthreads();
  return threadIdx.x < 32 ? of_warp(threadIdx.x < kThreads / 32 ? warps[threadIdx.x] : 0) : 0;
}

/// The last block to end joins what all blocks found, so that one launch does it all.
__device__ void join(unsigned long long mine, unsigned long long* partial, unsigned* done,
                     unsigned long long* digest) {
  __shared__ bool last;
  const unsigned long long block = of_block(mine);
  if (threadIdx.x == 0) {
    partial[blockIdx.x] = block;
    __threadfence();
    last = atomicAdd(done, 1U) == gridDim.x - 1;
  }
  __syncthreads();
  if (!last) return;
  unsigned long long all = 0;
  for (unsigned b = threadIdx.x; b < gridDim.x; b += kThreads)
    all ^= *static_cast<volatile unsigned long long*>(partial + b);
  __syncthreads();  // of_block() is about to be used again
  all = of_block(all);
  if (threadIdx.x == 0) {
    *digest = all;
    *done = 0;
  }
}

__global__ void __launch_bounds__(kThreads)
    read_all(const ulonglong2* __restrict__ a, std::size_t n, unsigned long long* partial,
             unsigned* done, unsigned long long* digest) {
  constexpr int kDeep = 2 * kUnroll;  // nothing is stored: twice as many loads fit
  constexpr std::size_t kDeepTile = static_cast<std::size_t>(kThreads) * kDeep;
  unsigned long long mine = 0;
  std::size_t tile = std::size_t{blockIdx.x} * kDeepTile;
  for (; tile + kDeepTile <= n; tile += std::size_t{gridDim.x} * kDeepTile) {
    ulonglong2 x[kDeep];
#pragma unroll
    for (int u = 0; u < kDeep; ++u)
      x[u] = __ldcs(a + tile + threadIdx.x + std::size_t{kThreads} * u);
#pragma unroll
    for (int u = 0; u < kDeep; ++u) mine ^= x[u].x ^ x[u].y;
  }
  for (std::size_t i = tile + threadIdx.x; i < n && i < tile + kDeepTile; i += kThreads)
    mine ^= a[i].x ^ a[i].y;
  join(mine, partial, done, digest);
}

/// Past the first-level caches, which would keep a part of what every pass reads.
__device__ ulonglong2 load_from_l2(const ulonglong2* from) {
  ulonglong2 x;
  asm volatile("ld.global.cg.v2.u64 {%0, %1}, [%2];" : "=l"(x.x), "=l"(x.y) : "l"(from));
  return x;
}

__global__ void __launch_bounds__(kThreads)
    read_again_all(const ulonglong2* a, std::size_t n, unsigned passes, unsigned long long* partial,
                   unsigned* done, unsigned long long* digest) {
  constexpr int kDeep = 2 * kUnroll;
  constexpr std::size_t kDeepTile = static_cast<std::size_t>(kThreads) * kDeep;
  unsigned long long mine = 0;
  for (unsigned pass = 0; pass < passes; ++pass) {
    // Each pass hands the tiles to other blocks, so that none reads its own again.
    const std::size_t block = (std::size_t{blockIdx.x} + pass) % gridDim.x;
    std::size_t tile = block * kDeepTile;
    for (; tile + kDeepTile <= n; tile += std::size_t{gridDim.x} * kDeepTile) {
      ulonglong2 x[kDeep];
#pragma unroll
      for (int u = 0; u < kDeep; ++u)
        x[u] = load_from_l2(a + tile + threadIdx.x + std::size_t{kThreads} * u);
#pragma unroll
      for (int u = 0; u < kDeep; ++u) mine ^= x[u].x ^ x[u].y;
    }
    for (std::size_t i = tile + threadIdx.x; i < n && i < tile + kDeepTile; i += kThreads) {
      const ulonglong2 x = load_from_l2(a + i);
      mine ^= x.x ^ x.y;
    }
  }
  join(mine, partial, done, digest);
}

class CudaStreams final : public Streams {
 public:
  CudaStreams(cudaStream_t stream, int units)
      : stream_(stream),
        blocks_(static_cast<unsigned>(units) * 4),
        partial_(allocate(blocks_ * sizeof(unsigned long long))),
        done_(allocate(sizeof(unsigned))) {
    require(status(cudaMemsetAsync(done_.get(), 0, sizeof(unsigned), stream_)), "cudaMemsetAsync");
  }
  void copy(double* c, const double* a, std::size_t n) override { each(c, n, Copy{pairs(a)}); }
  void scale(double* b, const double* c, double s, std::size_t n) override {
    each(b, n, Scale{pairs(c), s});
  }
  void add(double* c, const double* a, const double* b, std::size_t n) override {
    each(c, n, Add{pairs(a), pairs(b)});
  }
  void triad(double* a, const double* b, const double* c, double s, std::size_t n) override {
    each(a, n, Triad{pairs(b), pairs(c), s});
  }
  void write(double* a, double value, std::size_t n) override { each(a, n, Value{value}); }
  void read(const double* a, unsigned long long* digest, std::size_t n) override {
    even(n);
    read_all<<<blocks_, kThreads, 0, stream_>>>(reinterpret_cast<const ulonglong2*>(a), n / 2,
                                                static_cast<unsigned long long*>(partial_.get()),
                                                static_cast<unsigned*>(done_.get()), digest);
    require(status(cudaGetLastError()), "launch of read_all");
  }
  void read_again(const double* a, unsigned long long* digest, std::size_t n,
                  unsigned passes) override {
    even(n);
    read_again_all<<<blocks_, kThreads, 0, stream_>>>(
        reinterpret_cast<const ulonglong2*>(a), n / 2, passes,
        static_cast<unsigned long long*>(partial_.get()), static_cast<unsigned*>(done_.get()),
        digest);
    require(status(cudaGetLastError()), "launch of read_again_all");
  }

 private:
  static const double2* pairs(const double* a) { return reinterpret_cast<const double2*>(a); }
  /// Accesses are two elements wide; the tests' arrays are multiples of 512.
  static void even(std::size_t n) {
    if (n % 2 != 0) throw Error("arrays of a GPU's stream kernels have an even number of elements");
  }
  template <class Op>
  void each(double* out, std::size_t n, const Op& op) {
    even(n);
    stream<<<blocks_, kThreads, 0, stream_>>>(reinterpret_cast<double2*>(out), n / 2, op);
    require(status(cudaGetLastError()), "launch of a stream kernel");
  }
  cudaStream_t stream_;
  unsigned blocks_;
  Memory partial_, done_;
};

}  // namespace

std::unique_ptr<Streams> make_streams(cudaStream_t stream, int units) {
  return std::make_unique<CudaStreams>(stream, units);
}

}  // namespace assay::cuda
