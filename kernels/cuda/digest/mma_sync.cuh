#pragma once
#include "kernels/digest/layout.hpp"

namespace assay::cuda {

/// c += a b' for 16 rows, 8 columns and one slice.
template <NumberType T>
__device__ inline void mma(float* c, const std::uint32_t (&a)[4], std::uint32_t b0,
                           std::uint32_t b1);

#define ASSAY_MMA(type, instruction)                                                       \
  template <>                                                                              \
  __device__ inline void mma<type>(float* c, const std::uint32_t(&a)[4], std::uint32_t b0, \
                                   std::uint32_t b1) {                                     \
    asm volatile(instruction " {%0,%1,%2,%3}, {%4,%5,%6,%7}, {%8,%9}, {%0,%1,%2,%3};"      \
                 : "+f"(c[0]), "+f"(c[1]), "+f"(c[2]), "+f"(c[3])                          \
                 : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b0), "r"(b1));          \
  }                                                                                        \
  static_assert(true, "require a trailing semicolon")

ASSAY_MMA(NumberType::tf32, "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32");
ASSAY_MMA(NumberType::fp16, "mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32");
ASSAY_MMA(NumberType::bf16, "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32");
ASSAY_MMA(NumberType::fp8_e4m3, "mma.sync.aligned.m16n8k32.row.col.f32.e4m3.e4m3.f32");
#undef ASSAY_MMA

/// Products of a warp at a time.
template <NumberType T>
struct MmaSync {
  static constexpr DigestShape kShape = hunt_shape(Bodies::mma_sync_fp8, T);
  using Layout = PaddedRows<kShape.slices>;

  /// What ordinary stores wrote is read by ordinary loads.
  __device__ static void publish() {}

  __device__ static void product(const std::uint32_t* words, unsigned turn,
                                 float (&c)[kShape.columns / 2]) {
    constexpr DigestShape shape = kShape;  // a copy that device code can refer to
    const unsigned lane = threadIdx.x % 32;
    const unsigned top = threadIdx.x / 32 * 16;
    for (unsigned s = 0; s < kShape.chain; ++s) {
      const unsigned in_a = slice_of_a(shape, turn, s) * kSliceWords;
      const unsigned in_b = slice_of_b(shape, turn, s) * kSliceWords;
      std::uint32_t a[4];
#pragma unroll
      for (unsigned r = 0; r < 4; ++r)
        a[r] = words[Layout::word_at(top + a_row(lane, r), in_a + a_word(lane, r))];
#pragma unroll
      for (unsigned group = 0; group < kShape.columns / 8; ++group) {
        const unsigned row = kShape.rows + group * 8 + b_column(lane);
        mma<T>(c + 4 * group, a, words[Layout::word_at(row, in_b + b_word(lane, 0))],
               words[Layout::word_at(row, in_b + b_word(lane, 1))]);
      }
    }
  }
};

}  // namespace assay::cuda
