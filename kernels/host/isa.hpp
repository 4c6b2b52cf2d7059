#pragma once
#include <string_view>

// Code for several generations of one processor family in one program: a function marked with one
// of these may use that family's instructions, and what it calls is compiled anew inside it.
#if defined(__x86_64__)
#define ASSAY_AVX2 __attribute__((target("avx2,fma")))
#if defined(__clang__)  // knows no preference in this attribute
#define ASSAY_AVX512 __attribute__((target("avx2,fma,avx512f,avx512dq,avx512vl,avx512bw")))
#else
#define ASSAY_AVX512 \
  __attribute__((target("avx2,fma,avx512f,avx512dq,avx512vl,avx512bw,prefer-vector-width=512")))
#endif
#else
#define ASSAY_AVX2
#define ASSAY_AVX512
#endif

namespace assay::host {

/// The instruction sets that kernels are compiled for, from the narrowest.
enum class Isa { baseline, avx2, avx512 };
[[nodiscard]] std::string_view name(Isa isa) noexcept;

/// The widest that this processor and its operating system offer.
[[nodiscard]] Isa best_isa() noexcept;

template <class F>
ASSAY_AVX512 __attribute__((flatten, noinline)) void call_avx512(const F& f) {
  f();
}
template <class F>
ASSAY_AVX2 __attribute__((flatten, noinline)) void call_avx2(const F& f) {
  f();
}

/// Calls `f`, compiled for `isa`: loops in it use that instruction set's vectors. The processor
/// must have it.
template <class F>
void call_for(Isa isa, const F& f) {
  switch (isa) {
    case Isa::avx512:
      return call_avx512(f);
    case Isa::avx2:
      return call_avx2(f);
    case Isa::baseline:
      break;
  }
  f();
}

}  // namespace assay::host
