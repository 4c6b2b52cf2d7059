#include "kernels/cuda/digest/hunt.hpp"

#include <algorithm>

#include "kernels/cuda/digest/mma_sync.cuh"
#include "kernels/cuda/digest/wgmma.cuh"
#include "kernels/cuda/registers.cuh"
#include "kernels/cuda/status.hpp"

// Instructions of one architecture are compiled for it alone; elsewhere the kernel is there and
// traps. The host asks the loaded image what it has (survey) and launches nothing else.
#if defined(__CUDA_ARCH_FEAT_SM90_ALL)
#define ASSAY_HAS_WGMMA true
#define ASSAY_HAS_MMA false
#elif defined(__CUDA_ARCH_FEAT_SM100_ALL) || defined(__CUDA_ARCH_FEAT_SM103_ALL)
#define ASSAY_HAS_WGMMA false
#define ASSAY_HAS_MMA false
#else
#define ASSAY_HAS_WGMMA false
#define ASSAY_HAS_MMA true
#endif
#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ >= 890
#define ASSAY_HAS_MMA_FP8 ASSAY_HAS_MMA
#else
#define ASSAY_HAS_MMA_FP8 false
#endif

namespace assay::cuda {
namespace {

constexpr unsigned kWarps = kHuntThreads / 32;

__global__ void __launch_bounds__(kHuntThreads, 1)
    look(unsigned* sm_of_block, unsigned* numbers, Bodies* bodies) {
  if (threadIdx.x != 0) return;
  sm_of_block[blockIdx.x] = sm_number();
  if (blockIdx.x != 0) return;
  *numbers = sm_numbers();
  *bodies = ASSAY_HAS_WGMMA     ? Bodies::wgmma
            : ASSAY_HAS_MMA_FP8 ? Bodies::mma_sync_fp8
            : ASSAY_HAS_MMA     ? Bodies::mma_sync
                                : Bodies::none;
}

/// Writes the operands of the round `key`, 16 bytes at a time.
template <class Product>
__device__ void fill(uint4* words, std::uint64_t key, const OperandPatterns& patterns) {
  using Layout = typename Product::Layout;
  constexpr DigestShape shape = Product::kShape;
  constexpr unsigned chunks = (shape.rows + shape.columns) * Layout::kChunks;
#pragma unroll 4
  for (unsigned p = threadIdx.x; p < chunks; p += kHuntThreads) {
    const unsigned row = Layout::row_of(p);
    const unsigned first = Layout::chunk_of(p) * 4;
    const bool is_a = row < shape.rows;
    const WordPattern even = is_a ? patterns.a[0] : patterns.b[0];
    const WordPattern odd = is_a ? patterns.a[1] : patterns.b[1];
    const std::uint32_t index = word_index(shape, row, first);
    words[Layout::word_at(row, first) / 4] = {
        operand_word(key, index, even), operand_word(key, index + 1, odd),
        operand_word(key, index + 2, even), operand_word(key, index + 3, odd)};
  }
}

/// The sum over the block, in every thread.
__device__ std::uint64_t sum_of_block(unsigned long long mine) {
  __shared__ unsigned long long of_warp[kWarps];
  for (int lane = 16; lane > 0; lane /= 2) mine += __shfl_xor_sync(~0U, mine, lane);
  if (threadIdx.x % 32 == 0) of_warp[threadIdx.x / 32] = mine;
  __syncthreads();
  unsigned long long sum = 0;
  for (unsigned warp = 0; warp < kWarps; ++warp) sum += of_warp[warp];
  __syncthreads();  // or the next round's sums would come in between
  return sum;
}

/// All products of a round, folded: what this thread's strands add to the round's sum.
template <class Product>
__device__ std::uint64_t turns(const std::uint32_t* words) {
  constexpr DigestShape shape = Product::kShape;
  std::uint32_t strand[kStrandsOfThread] = {};
#pragma unroll 1
  for (unsigned turn = 0; turn < shape.turns; ++turn) {
    float c[shape.columns / 2] = {};
    Product::product(words, turn, c);
#pragma unroll
    for (unsigned i = 0; i < shape.columns / 2; ++i)
      strand[i % kStrandsOfThread] =
          folded(strand[i % kStrandsOfThread], __float_as_uint(c[i] + 0.0F));  // + 0: see reference
  }
  std::uint64_t share = 0;
#pragma unroll
  for (unsigned i = 0; i < kStrandsOfThread; ++i)
    share += strand_share(strand_of(product_row(threadIdx.x, i), product_column(threadIdx.x, i)),
                          strand[i]);
  return share;
}

/// Thread 0 gives the block's vote, once an SM and launch.
__device__ void vote(const Hunt& hunt, int unit, std::uint64_t digest) {
  if (unit < 0) return;
  if (atomicExch(hunt.last_launch + unit, hunt.launch) != hunt.launch)
    hunt.out[unit] = vote_of(digest);
}

template <class Product>
__device__ void carry_out(const Hunt& hunt) {
  extern __shared__ uint4 shared[];
  auto* words = reinterpret_cast<std::uint32_t*>(shared);
  const int unit = hunt.unit_of_sm[sm_number()];
  std::uint64_t digest = first_digest(hunt.seed);
  for (unsigned round = 0; round < hunt.rounds; ++round) {
    fill<Product>(shared, digest, hunt.patterns);
    if (threadIdx.x == 0 && unit == hunt.wrong_unit && unit >= 0)
      words[0] ^= hunt.patterns.a[0].random & -hunt.patterns.a[0].random;  // its lowest random bit
    Product::publish();
    __syncthreads();
    digest = next_digest(digest, sum_of_block(turns<Product>(words)));
  }
  if (threadIdx.x == 0) vote(hunt, unit, digest);
}

template <NumberType T>
__global__ void __launch_bounds__(kHuntThreads, 1) digest_by_mma_sync(const Hunt hunt) {
  if constexpr (T == NumberType::fp8_e4m3 ? ASSAY_HAS_MMA_FP8 : ASSAY_HAS_MMA)
    carry_out<MmaSync<T>>(hunt);
  else
    __trap();
}

template <NumberType T>
__global__ void __launch_bounds__(kHuntThreads, 1) digest_by_wgmma(const Hunt hunt) {
  if constexpr (ASSAY_HAS_WGMMA)
    carry_out<Wgmma<T>>(hunt);
  else
    __trap();
}

using Kernel = void (*)(Hunt);

template <NumberType T>
Kernel kernel_of(Bodies bodies) {
  static_assert(is_exact(hunt_shape(Bodies::wgmma, T), T));
  static_assert(is_exact(hunt_shape(Bodies::mma_sync_fp8, T), T));
  return bodies == Bodies::wgmma ? digest_by_wgmma<T> : digest_by_mma_sync<T>;
}

Kernel kernel_for(Bodies bodies, NumberType type) {
  switch (type) {
    case NumberType::tf32:
      return kernel_of<NumberType::tf32>(bodies);
    case NumberType::fp16:
      return kernel_of<NumberType::fp16>(bodies);
    case NumberType::bf16:
      return kernel_of<NumberType::bf16>(bodies);
    case NumberType::fp8_e4m3:
      return kernel_of<NumberType::fp8_e4m3>(bodies);
    default:
      throw Error("no tensor-core digest in " + std::string(name(type)));
  }
}

int attribute(cudaDeviceAttr which) {
  int device = 0;
  int value = 0;
  require(status(cudaGetDevice(&device)), "cudaGetDevice");
  require(status(cudaDeviceGetAttribute(&value, which, device)), "cudaDeviceGetAttribute");
  return value;
}

template <class F>
void allow_shared(F* kernel, std::size_t bytes) {
  require(status(cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize,
                                      static_cast<int>(bytes))),
          "cudaFuncSetAttribute of the digest's shared memory");
}

}  // namespace

std::size_t hunt_shared_bytes(Bodies bodies) {
  constexpr unsigned rows = 256;  // of A and B
  const std::size_t words = bodies == Bodies::wgmma  ? CoreMatrices<kWgmmaSlices>::words(rows)
                            : bodies == Bodies::none ? 0
                                                     : PaddedRows<kMmaSlices>::words(rows);
  const auto of_sm =
      static_cast<std::size_t>(attribute(cudaDevAttrMaxSharedMemoryPerMultiprocessor));
  const auto most = static_cast<std::size_t>(attribute(cudaDevAttrMaxSharedMemoryPerBlockOptin));
  return std::min(std::max(words * 4, of_sm / 2 + 1024), most - 256);
}

Survey survey(cudaStream_t stream, unsigned units) {
  const std::size_t bytes = hunt_shared_bytes(Bodies::none);
  allow_shared(look, bytes);
  const Memory memory = allocate((units + 2) * sizeof(unsigned));
  auto* sm_of_block = static_cast<unsigned*>(memory.get());
  look<<<units, kHuntThreads, bytes, stream>>>(sm_of_block, sm_of_block + units,
                                               reinterpret_cast<Bodies*>(sm_of_block + units + 1));
  require(status(cudaGetLastError()), "launch of look");
  std::vector<unsigned> found(units + 2);
  require(status(cudaMemcpyAsync(found.data(), sm_of_block, found.size() * sizeof found[0],
                                 cudaMemcpyDeviceToHost, stream)),
          "cudaMemcpyAsync to the host");
  require(status(cudaStreamSynchronize(stream)), "cudaStreamSynchronize after look");
  Survey seen{
      .sms = {}, .sm_numbers = found[units], .bodies = static_cast<Bodies>(found[units + 1])};
  seen.sms.assign(found.begin(), found.begin() + units);
  std::sort(seen.sms.begin(), seen.sms.end());
  seen.sms.erase(std::unique(seen.sms.begin(), seen.sms.end()), seen.sms.end());
  return seen;
}

void launch_hunt(cudaStream_t stream, unsigned units, Bodies bodies, NumberType type,
                 const Hunt& hunt) {
  const Kernel kernel = kernel_for(bodies, type);
  const std::size_t bytes = hunt_shared_bytes(bodies);
  allow_shared(kernel, bytes);
  kernel<<<units, kHuntThreads, bytes, stream>>>(hunt);
  require(status(cudaGetLastError()), "launch of the digest");
}

}  // namespace assay::cuda
