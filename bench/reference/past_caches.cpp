#include "bench/reference/stream.hpp"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace assay::reference {
namespace {

#if defined(__AVX512F__)
using V = __m512d;
V splat(double x) { return _mm512_set1_pd(x); }
V load(const double* p) { return _mm512_loadu_pd(p); }
V multiply_add(V a, V b, V c) { return _mm512_fmadd_pd(a, b, c); }
void store_past(double* p, V x) { _mm512_stream_pd(p, x); }
#elif defined(__AVX2__) && defined(__FMA__)
using V = __m256d;
V splat(double x) { return _mm256_set1_pd(x); }
V load(const double* p) { return _mm256_loadu_pd(p); }
V multiply_add(V a, V b, V c) { return _mm256_fmadd_pd(a, b, c); }
void store_past(double* p, V x) { _mm256_stream_pd(p, x); }
#else
using V = double;
V splat(double x) { return x; }
V load(const double* p) { return *p; }
V multiply_add(V a, V b, V c) { return a * b + c; }
void store_past(double* p, V x) { *p = x; }
#endif

constexpr std::size_t kLanes = sizeof(V) / sizeof(double);

void fence() {
#if defined(__x86_64__)
  _mm_sfence();
#endif
}

}  // namespace

void past_caches_triad_1(double* a, const double* b, const double* c, double s, std::size_t n) {
  const V factor = splat(s);
  for (std::size_t i = 0; i < n; i += kLanes)
    store_past(a + i, multiply_add(factor, load(c + i), load(b + i)));
  fence();
}

void past_caches_triad_8(double* a, const double* b, const double* c, double s, std::size_t n) {
  const V factor = splat(s);
  for (std::size_t i = 0; i < n; i += 8 * kLanes) {
    V x[8];
#pragma GCC unroll 8
    for (std::size_t u = 0; u < 8; ++u)
      x[u] = multiply_add(factor, load(c + i + u * kLanes), load(b + i + u * kLanes));
#pragma GCC unroll 8
    for (std::size_t u = 0; u < 8; ++u) store_past(a + i + u * kLanes, x[u]);
  }
  fence();
}

}  // namespace assay::reference
