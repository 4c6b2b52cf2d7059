#pragma once
#include <cstdint>

#ifdef __CUDACC__
#define ASSAY_HD __host__ __device__
#else
#define ASSAY_HD
#endif

namespace assay {

/// Four 32-bit words of the counter-based generator Philox4x32-10.
struct Words4 {
  std::uint32_t x, y, z, w;
};

/// Word block number `counter` of the stream `key`: any element of any buffer can be computed
/// anywhere, in any order, so data is checked without a second copy of it. Source: Salmon, Moraes,
/// Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11.
ASSAY_HD inline Words4 philox(std::uint64_t key, std::uint64_t counter) {
  auto x = static_cast<std::uint32_t>(counter);
  auto y = static_cast<std::uint32_t>(counter >> 32);
  std::uint32_t z = 0;
  std::uint32_t w = 0;
  auto k0 = static_cast<std::uint32_t>(key);
  auto k1 = static_cast<std::uint32_t>(key >> 32);
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t p0 = std::uint64_t{0xD2511F53U} * x;
    const std::uint64_t p1 = std::uint64_t{0xCD9E8D57U} * z;
    const auto nx = static_cast<std::uint32_t>(p1 >> 32) ^ y ^ k0;
    const auto nz = static_cast<std::uint32_t>(p0 >> 32) ^ w ^ k1;
    y = static_cast<std::uint32_t>(p1);
    w = static_cast<std::uint32_t>(p0);
    x = nx;
    z = nz;
    k0 += 0x9E3779B9U;
    k1 += 0xBB67AE85U;
  }
  return {x, y, z, w};
}

/// 64 uniform random bits: element `i` of stream `key`.
ASSAY_HD inline std::uint64_t random_bits(std::uint64_t key, std::uint64_t i) {
  const Words4 words = philox(key, i);
  return (std::uint64_t{words.y} << 32) | words.x;
}

/// Uniform in [0, 1) with 53 random bits: element `i` of stream `key`.
ASSAY_HD inline double random_uniform(std::uint64_t key, std::uint64_t i) {
  return static_cast<double>(random_bits(key, i) >> 11) * 0x1p-53;
}

}  // namespace assay
