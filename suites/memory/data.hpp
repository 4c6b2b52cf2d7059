#pragma once
#include <cstdint>
#include <cstring>

#include "core/philox.hpp"
#include "suites/spec.hpp"

namespace assay {

/// Element `i` of the random operand `key`: what was filled can be computed again where it is
/// checked. Values are multiples of 2^-40 in (-8, 8), near N(0,1): sums and small multiples of them
/// are exact in double, so a right answer has one value and not a tolerance.
struct NormalOperand {
  std::uint64_t key;
  /// Sum of four uniforms (Irwin-Hall), centred and scaled to unit variance: no transcendental
  /// function, so host and device agree to the bit. Each uniform has 32 bits; the scale, near
  /// sqrt(3), is a multiple of 2^-8.
  ASSAY_HD double operator()(std::uint64_t i) const {
    const Words4 words = philox(key, i);
    const double sum = static_cast<double>(words.x) + words.y + words.z + words.w;
    return (sum * 0x1p-32 - 2) * 1.73046875;
  }
};

/// Element `i` of the operand `key` of any kind.
struct Operand {
  DataKind kind;
  std::uint64_t key;
  ASSAY_HD double operator()(std::uint64_t i) const {
    if (kind == DataKind::random) return NormalOperand{key}(i);
    if (kind == DataKind::integer) return static_cast<double>(random_bits(key, i) % 2001) - 1000;
    return kind == DataKind::ones ? 1 : 0;
  }
  /// The same as a word of 64 bits.
  ASSAY_HD std::uint64_t bits(std::uint64_t i) const {
    const double value = (*this)(i);
    std::uint64_t word = 0;
    memcpy(&word, &value, sizeof word);
    return word;
  }
};

}  // namespace assay
