#include "kernels/fma.hpp"

#include <utility>

#include "core/error.hpp"
#include "kernels/host/ports.hpp"
#include "kernels/host/unit_clock.hpp"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace assay::host {
namespace {

// Chains in flight: twelve vectors cover the latency of two multiply-adders (4 cycles x 2) with
// room, and fit sixteen registers together with the four constants. All lanes of a unit must be a
// multiple of kStarts.
constexpr std::size_t kVectors = 12;
constexpr std::size_t kScalars = 16;

#if defined(__x86_64__)

struct Avx512Double {
  using Value = double;
  using V = __m512d;
  static constexpr std::size_t lanes = 8;
  static constexpr std::size_t chains = kVectors;
  ASSAY_AVX512 static V set(double x) { return _mm512_set1_pd(x); }
  ASSAY_AVX512 static V load(const double* x) { return _mm512_loadu_pd(x); }
  ASSAY_AVX512 static void store(double* x, V v) { _mm512_storeu_pd(x, v); }
  ASSAY_AVX512 static V fma(V a, V b, V c) { return _mm512_fmadd_pd(a, b, c); }
};
struct Avx512Float {
  using Value = float;
  using V = __m512;
  static constexpr std::size_t lanes = 16;
  static constexpr std::size_t chains = kVectors;
  ASSAY_AVX512 static V set(float x) { return _mm512_set1_ps(x); }
  ASSAY_AVX512 static V load(const float* x) { return _mm512_loadu_ps(x); }
  ASSAY_AVX512 static void store(float* x, V v) { _mm512_storeu_ps(x, v); }
  ASSAY_AVX512 static V fma(V a, V b, V c) { return _mm512_fmadd_ps(a, b, c); }
};
struct Avx2Double {
  using Value = double;
  using V = __m256d;
  static constexpr std::size_t lanes = 4;
  static constexpr std::size_t chains = kVectors;
  ASSAY_AVX2 static V set(double x) { return _mm256_set1_pd(x); }
  ASSAY_AVX2 static V load(const double* x) { return _mm256_loadu_pd(x); }
  ASSAY_AVX2 static void store(double* x, V v) { _mm256_storeu_pd(x, v); }
  ASSAY_AVX2 static V fma(V a, V b, V c) { return _mm256_fmadd_pd(a, b, c); }
};
struct Avx2Float {
  using Value = float;
  using V = __m256;
  static constexpr std::size_t lanes = 8;
  static constexpr std::size_t chains = kVectors;
  ASSAY_AVX2 static V set(float x) { return _mm256_set1_ps(x); }
  ASSAY_AVX2 static V load(const float* x) { return _mm256_loadu_ps(x); }
  ASSAY_AVX2 static void store(float* x, V v) { _mm256_storeu_ps(x, v); }
  ASSAY_AVX2 static V fma(V a, V b, V c) { return _mm256_fmadd_ps(a, b, c); }
};

#endif

/// One vector a chain is one element: the portable way, correct where a processor has no such
/// instruction.
template <class T>
struct Scalar {
  using Value = T;
  using V = T;
  static constexpr std::size_t lanes = 1;
  static constexpr std::size_t chains = kScalars;
  static V set(T x) { return x; }
  static V load(const T* x) { return *x; }
  static void store(T* x, V v) { *x = v; }
  static V fma(V a, V b, V c) { return fused(a, b, c); }
};

// clang-format off
// One body for every instruction set; a function's target cannot be a template argument.
#define ASSAY_FMA_CHAINS                                                                            \
  using Value = typename S::Value;                                                                  \
  using Chain = FmaChain<Value>;                                                                    \
  const auto up = S::set(Chain::up()), add = S::set(Chain::add());                                    \
  const auto down = S::set(Chain::down()), sub = S::set(Chain::sub());                                \
  typename S::V x[S::chains];                                                                       \
  for (std::size_t chain = 0; chain < S::chains; ++chain) {                                         \
    Value starts[S::lanes];                                                                         \
    for (std::size_t lane = 0; lane < S::lanes; ++lane) starts[lane] = Chain::start(chain * S::lanes + lane); \
    x[chain] = S::load(starts);                                                                     \
  }                                                                                                 \
  for (std::size_t round = 0; round < rounds; ++round) {                                            \
    for (auto& v : x) v = S::fma(v, up, add);                                                       \
    for (auto& v : x) v = S::fma(v, down, sub);                                                     \
  }                                                                                                 \
  for (std::size_t chain = 0; chain < S::chains; ++chain) S::store(out + chain * S::lanes, x[chain]);
// clang-format on

template <class S>
ASSAY_AVX512 __attribute__((flatten, noinline)) void chains_avx512(std::size_t rounds,
                                                                   typename S::Value* out) {
  ASSAY_FMA_CHAINS
}
template <class S>
ASSAY_AVX2 __attribute__((flatten, noinline)) void chains_avx2(std::size_t rounds,
                                                               typename S::Value* out) {
  ASSAY_FMA_CHAINS
}
template <class S>
void chains_baseline(std::size_t rounds, typename S::Value* out) {
  ASSAY_FMA_CHAINS
}

#undef ASSAY_FMA_CHAINS

template <class T>
struct Kernel {
  void (*run)(std::size_t rounds, T* out);
  std::size_t lanes;
};

#if defined(__x86_64__)
Kernel<double> fp64_kernel(Isa isa) {
  if (isa == Isa::avx512) return {chains_avx512<Avx512Double>, 8 * kVectors};
  if (isa == Isa::avx2) return {chains_avx2<Avx2Double>, 4 * kVectors};
  return {chains_baseline<Scalar<double>>, kScalars};
}
Kernel<float> fp32_kernel(Isa isa) {
  if (isa == Isa::avx512) return {chains_avx512<Avx512Float>, 16 * kVectors};
  if (isa == Isa::avx2) return {chains_avx2<Avx2Float>, 8 * kVectors};
  return {chains_baseline<Scalar<float>>, kScalars};
}
#else
Kernel<double> fp64_kernel(Isa) { return {chains_baseline<Scalar<double>>, kScalars}; }
Kernel<float> fp32_kernel(Isa) { return {chains_baseline<Scalar<float>>, kScalars}; }
#endif

/// No processor that this runs on has the arithmetic: in software, for devices that stand in for a
/// GPU.
Kernel<Fp16> fp16_kernel() {
  using Chain = FmaChain<Fp16>;
  return {[](std::size_t rounds, Fp16* out) {
            for (std::size_t lane = 0; lane < Chain::kStarts; ++lane)
              out[lane] = Chain::end(Chain::start(lane), rounds);
          },
          Chain::kStarts};
}

class HostFma final : public Fma {
 public:
  HostFma(Team& team, Isa isa, std::vector<std::string> names, const Script& script)
      : team_(team),
        clock_(std::move(names), script),
        fp64_(fp64_kernel(isa)),
        fp32_(fp32_kernel(isa)) {}
  [[nodiscard]] bool supports(NumberType type) const noexcept override {
    return type == NumberType::fp64 || type == NumberType::fp32 || type == NumberType::fp16;
  }
  [[nodiscard]] std::size_t units() const override { return team_.size(); }
  [[nodiscard]] std::size_t lanes_per_unit(NumberType type) const override {
    require_support(type);
    if (type == NumberType::fp16) return fp16_.lanes;
    return type == NumberType::fp64 ? fp64_.lanes : fp32_.lanes;
  }
  void run(NumberType type, std::size_t rounds, void* out) override {
    require_support(type);
    if (type == NumberType::fp64)
      all(fp64_, rounds, static_cast<double*>(out));
    else if (type == NumberType::fp32)
      all(fp32_, rounds, static_cast<float*>(out));
    else
      all(fp16_, rounds, static_cast<Fp16*>(out));
  }
  [[nodiscard]] std::vector<UnitTime> unit_times() override { return clock_.times(); }

 private:
  void require_support(NumberType type) const {
    if (!supports(type))
      throw Error("this host device has no multiply-add in " + std::string(name(type)));
  }
  template <class T>
  void all(const Kernel<T>& kernel, std::size_t rounds, T* out) {
    team_.run([&](std::size_t member) {
      clock_.time(member, [&] { kernel.run(rounds, out + member * kernel.lanes); });
    });
  }
  Team& team_;
  UnitClock clock_;
  Kernel<double> fp64_;
  Kernel<float> fp32_;
  Kernel<Fp16> fp16_ = fp16_kernel();
};

}  // namespace

std::unique_ptr<Fma> make_fma(Team& team, Isa isa, std::vector<std::string> names,
                              const Script& script) {
  return std::make_unique<HostFma>(team, isa, std::move(names), script);
}

}  // namespace assay::host
