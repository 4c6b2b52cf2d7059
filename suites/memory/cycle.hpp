#pragma once
#include <cstddef>
#include <cstdint>

#include "core/philox.hpp"

namespace assay {

/// A random order in which a walk visits each of 2^k nodes once and comes back: x ->
/// mix(lcg(unmix(x))), where lcg has full period (Hull and Dobell 1962: odd increment, multiplier 1
/// mod 4) and mix is a bijection on k bits that hides its regular low bits. Any node's successor is
/// computed alone, so the cycle is laid out by all threads at once, in the order of memory; and
/// where a walk of any length ends is known without walking.
class Cycle {
  static constexpr std::uint64_t kMultiplier = 6364136223846793005U;  // Knuth, MMIX
  static constexpr std::uint64_t kOdd1 = 0x9E3779B97F4A7C15U, kOdd2 = 0xBF58476D1CE4E5B9U;
  /// y with x y = 1 mod 2^64, by Newton's iteration: x is right in 3 bits, each turn doubles them.
  ASSAY_HD static constexpr std::uint64_t inverse(std::uint64_t x) {
    std::uint64_t y = x;
    for (int i = 0; i < 5; ++i) y *= 2 - x * y;
    return y;
  }

 public:
  /// `nodes` must be a power of two, at least 4; `seed` chooses among cycles.
  Cycle(std::uint64_t nodes, std::uint64_t seed)
      : mask_(nodes - 1), increment_(2 * seed + 1), shift_(half_of_bits(nodes)) {}

  [[nodiscard]] ASSAY_HD std::uint64_t next(std::uint64_t node) const {
    return mix((unmix(node) * kMultiplier + increment_) & mask_);
  }

  /// Where `steps` steps from `node` end. Squares the affine map as powers are squared.
  [[nodiscard]] std::uint64_t after(std::uint64_t node, std::uint64_t steps) const {
    std::uint64_t x = unmix(node);
    std::uint64_t multiplier = kMultiplier;
    std::uint64_t increment = increment_;
    for (; steps > 0; steps >>= 1) {
      if ((steps & 1) != 0) x = x * multiplier + increment;
      increment += multiplier * increment;
      multiplier *= multiplier;
    }
    return mix(x & mask_);
  }

 private:
  static unsigned half_of_bits(std::uint64_t nodes) {
    unsigned bits = 0;
    for (; nodes > 1; nodes >>= 1) ++bits;
    return (bits + 1) / 2;
  }
  // The shift is at least half of the bits, so x ^= x >> shift undoes itself.
  [[nodiscard]] ASSAY_HD std::uint64_t mix(std::uint64_t x) const {
    x = (x * kOdd1) & mask_;
    x ^= x >> shift_;
    return (x * kOdd2) & mask_;
  }
  [[nodiscard]] ASSAY_HD std::uint64_t unmix(std::uint64_t x) const {
    constexpr std::uint64_t inverse1 = inverse(kOdd1);
    constexpr std::uint64_t inverse2 = inverse(kOdd2);
    x = (x * inverse2) & mask_;
    x ^= x >> shift_;
    return (x * inverse1) & mask_;
  }
  std::uint64_t mask_, increment_;
  unsigned shift_;
};

}  // namespace assay
