#include "kernels/streams.hpp"

#include <cstdint>
#include <cstring>
#include <mutex>

#include "kernels/host/ports.hpp"
#include "kernels/host/read.hpp"
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace assay::host {
namespace {

// What each kernel computes for as many elements as V holds, from element i on. By reference: a
// vector type may not cross a call between functions compiled for different instruction sets.

template <class V>
void load(const double* from, V& into) {
  std::memcpy(&into, from, sizeof into);
}
struct Copy {
  const double* a;
  template <class V>
  void at(std::size_t i, V& x) const {
    load(a + i, x);
  }
};
struct Scale {
  const double* c;
  double s;
  template <class V>
  void at(std::size_t i, V& x) const {
    load(c + i, x);
    x *= s;
  }
};
struct Add {
  const double *a, *b;
  template <class V>
  void at(std::size_t i, V& x) const {
    V y;
    load(a + i, x);
    load(b + i, y);
    x += y;
  }
};
struct Triad {
  const double *b, *c;
  double s;
  template <class V>
  void at(std::size_t i, V& x) const {
    V y;
    load(b + i, x);
    load(c + i, y);
    x += y * s;
  }
};
struct Value {
  double value;
  template <class V>
  void at(std::size_t, V& x) const {
    x = V{} + value;
  }
};

template <class Op>
void store_cached(const Op& op, double* out, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end; ++i) {
    double x;  // NOLINT(cppcoreguidelines-init-variables): an initialiser would be one store more
    op.at(i, x);
    out[i] = x;
  }
}

#if defined(__x86_64__)

// Stores that bypass the caches save reading every line that is about to be overwritten. Eight
// vectors are loaded before eight are stored: long runs of either kind keep the memory controller
// from turning round.

template <class Op>
ASSAY_AVX512 __attribute__((flatten, noinline)) void store_past_avx512(const Op& op, double* out,
                                                                       std::size_t begin,
                                                                       std::size_t end) {
  constexpr std::size_t lanes = 8;
  for (; begin + 8 * lanes <= end; begin += 8 * lanes) {
    __m512d x[8];
    for (std::size_t u = 0; u < 8; ++u) op.at(begin + u * lanes, x[u]);
    for (std::size_t u = 0; u < 8; ++u) _mm512_stream_pd(out + begin + u * lanes, x[u]);
  }
  _mm_sfence();
  store_cached(op, out, begin, end);
}

template <class Op>
ASSAY_AVX2 __attribute__((flatten, noinline)) void store_past_avx2(const Op& op, double* out,
                                                                   std::size_t begin,
                                                                   std::size_t end) {
  constexpr std::size_t lanes = 4;
  for (; begin + 8 * lanes <= end; begin += 8 * lanes) {
    __m256d x[8];
    for (std::size_t u = 0; u < 8; ++u) op.at(begin + u * lanes, x[u]);
    for (std::size_t u = 0; u < 8; ++u) _mm256_stream_pd(out + begin + u * lanes, x[u]);
  }
  _mm_sfence();
  store_cached(op, out, begin, end);
}

template <class Op>
void store_past_baseline(const Op& op, double* out, std::size_t begin, std::size_t end) {
  constexpr std::size_t lanes = 2;
  for (; begin + 8 * lanes <= end; begin += 8 * lanes) {
    __m128d x[8];
    for (std::size_t u = 0; u < 8; ++u) op.at(begin + u * lanes, x[u]);
    for (std::size_t u = 0; u < 8; ++u) _mm_stream_pd(out + begin + u * lanes, x[u]);
  }
  _mm_sfence();
  store_cached(op, out, begin, end);
}

/// `out + begin` must lie on a cache line; Exec::alloc and whole grains of a share see to that.
template <class Op>
void store_past(Isa isa, const Op& op, double* out, std::size_t begin, std::size_t end) {
  switch (isa) {
    case Isa::avx512:
      return store_past_avx512(op, out, begin, end);
    case Isa::avx2:
      return store_past_avx2(op, out, begin, end);
    case Isa::baseline:
      return store_past_baseline(op, out, begin, end);
  }
}

#else

template <class Op>
void store_past(Isa, const Op& op, double* out, std::size_t begin, std::size_t end) {
  store_cached(op, out, begin, end);
}

#endif

class HostStreams final : public Streams {
 public:
  HostStreams(Team& team, Isa isa, std::size_t cache_bytes)
      : team_(team), isa_(isa), cache_bytes_(cache_bytes) {}
  void copy(double* c, const double* a, std::size_t n) override { each(n, 2, c, Copy{a}); }
  void scale(double* b, const double* c, double s, std::size_t n) override {
    each(n, 2, b, Scale{c, s});
  }
  void add(double* c, const double* a, const double* b, std::size_t n) override {
    each(n, 3, c, Add{a, b});
  }
  void triad(double* a, const double* b, const double* c, double s, std::size_t n) override {
    each(n, 3, a, Triad{b, c, s});
  }
  void write(double* a, double value, std::size_t n) override { each(n, 1, a, Value{value}); }
  void read(const double* a, unsigned long long* digest, std::size_t n) override {
    read_again(a, digest, n, 1);
  }
  void read_again(const double* a, unsigned long long* digest, std::size_t n,
                  unsigned passes) override {
    std::mutex mutex;
    std::uint64_t whole = 0;
    team_.run([&](std::size_t member) {
      const auto [begin, end] = team_.share(member, n);
      std::uint64_t mine = 0;
      for (unsigned pass = 0; pass < passes; ++pass) mine ^= read_all(isa_, a, begin, end);
      const std::scoped_lock lock(mutex);
      whole ^= mine;
    });
    *digest = whole;
  }

 private:
  template <class Op>
  void each(std::size_t n, std::size_t arrays, double* out, const Op& op) {
    const bool past = arrays * n * sizeof(double) / team_.size() > cache_bytes_;
    team_.run([&](std::size_t member) {
      const auto share = team_.share(member, n);
      if (past) return store_past(isa_, op, out, share.begin, share.end);
      call_for(isa_, [&op, out, share] { store_cached(op, out, share.begin, share.end); });
    });
  }
  Team& team_;
  Isa isa_;
  std::size_t cache_bytes_;  ///< of one core's own caches: what fits is better kept in them
};

}  // namespace

std::unique_ptr<Streams> make_streams(Team& team, Isa isa, const std::vector<CacheLevel>& caches) {
  std::int64_t own = std::int64_t{1} << 20;
  for (const CacheLevel& cache : caches)
    if (cache.level == 2) own = cache.bytes;
  return std::make_unique<HostStreams>(team, isa, static_cast<std::size_t>(own));
}

}  // namespace assay::host
