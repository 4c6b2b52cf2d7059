#pragma once
#include "kernels/digest/layout.hpp"

namespace assay::cuda {

/// Sixty-four accumulators as operands of an instruction.
#define ASSAY_C4(c, i) "+f"(c[i]), "+f"(c[(i) + 1]), "+f"(c[(i) + 2]), "+f"(c[(i) + 3])
#define ASSAY_C16(c, i) \
  ASSAY_C4(c, i), ASSAY_C4(c, (i) + 4), ASSAY_C4(c, (i) + 8), ASSAY_C4(c, (i) + 12)
#define ASSAY_C64(c) ASSAY_C16(c, 0), ASSAY_C16(c, 16), ASSAY_C16(c, 32), ASSAY_C16(c, 48)

/// c += a b' for 64 rows, 128 columns and one slice, in the background. `transposed` are the
/// operands that only 16-bit types have.
template <NumberType T>
__device__ inline void wgmma(float (&c)[64], std::uint64_t a, std::uint64_t b);

#define ASSAY_WGMMA(type, instruction, transposed)                                              \
  template <>                                                                                   \
  __device__ inline void wgmma<type>(float(&c)[64], std::uint64_t a, std::uint64_t b) {         \
    asm volatile("{\n.reg .pred add;\nsetp.ne.b32 add, 1, 0;\n" instruction                     \
                 " {%0,%1,%2,%3,%4,%5,%6,%7,%8,%9,%10,%11,%12,%13,%14,%15,"                     \
                 "%16,%17,%18,%19,%20,%21,%22,%23,%24,%25,%26,%27,%28,%29,%30,%31,"             \
                 "%32,%33,%34,%35,%36,%37,%38,%39,%40,%41,%42,%43,%44,%45,%46,%47,"             \
                 "%48,%49,%50,%51,%52,%53,%54,%55,%56,%57,%58,%59,%60,%61,%62,%63}, %64, %65, " \
                 "add, 1, 1" transposed ";\n}\n"                                                \
                 : ASSAY_C64(c)                                                                 \
                 : "l"(a), "l"(b));                                                             \
  }                                                                                             \
  static_assert(true, "require a trailing semicolon")

ASSAY_WGMMA(NumberType::tf32, "wgmma.mma_async.sync.aligned.m64n128k8.f32.tf32.tf32", "");
ASSAY_WGMMA(NumberType::fp16, "wgmma.mma_async.sync.aligned.m64n128k16.f32.f16.f16", ", 0, 0");
ASSAY_WGMMA(NumberType::bf16, "wgmma.mma_async.sync.aligned.m64n128k16.f32.bf16.bf16", ", 0, 0");
ASSAY_WGMMA(NumberType::fp8_e4m3, "wgmma.mma_async.sync.aligned.m64n128k32.f32.e4m3.e4m3", "");
#undef ASSAY_WGMMA

/// The compiler may not move reads and writes of the accumulators across this.
__device__ inline void hold(float (&c)[64]) { asm volatile("" : ASSAY_C64(c)::"memory"); }
#undef ASSAY_C64
#undef ASSAY_C16
#undef ASSAY_C4

/// Products of a group of four warps at a time.
template <NumberType T>
struct Wgmma {
  static constexpr DigestShape kShape = hunt_shape(Bodies::wgmma, T);
  using Layout = CoreMatrices<kShape.slices>;
  static_assert(kShape.columns == 128, "as the instructions have it");

  /// Makes what ordinary stores wrote visible to the matrix units.
  __device__ static void publish() { asm volatile("fence.proxy.async.shared::cta;" ::: "memory"); }

  __device__ static void product(const std::uint32_t* words, unsigned turn, float (&c)[64]) {
    constexpr DigestShape shape = kShape;  // a copy that device code can refer to
    const auto base = static_cast<std::uint32_t>(__cvta_generic_to_shared(words));
    const std::uint32_t a = base + 4 * Layout::word_at(threadIdx.x / 128 * 64, 0);
    const std::uint32_t b = base + 4 * Layout::word_at(kShape.rows, 0);
    hold(c);
    asm volatile("wgmma.fence.sync.aligned;" ::: "memory");
#pragma unroll
    for (unsigned s = 0; s < kShape.chain; ++s)
      wgmma<T>(c, Layout::descriptor(a + slice_of_a(shape, turn, s) * Layout::kSliceBytes),
               Layout::descriptor(b + slice_of_b(shape, turn, s) * Layout::kSliceBytes));
    asm volatile("wgmma.commit_group.sync.aligned;" ::: "memory");
    asm volatile("wgmma.wait_group.sync.aligned 0;" ::: "memory");
    hold(c);
  }
};

}  // namespace assay::cuda
