#pragma once
#include <cstdint>
#include <cstring>

#include "core/philox.hpp"
#include "suites/spec.hpp"

namespace assay {

/// Element `i` of the operand `key`: what was filled can be computed again where it is checked.
/// Random values are multiples of 2^-40 in (-8, 8), near N(0,1): sums and small multiples of them
/// are exact in double, so a right answer has one value and not a tolerance.
struct Operand {
  DataKind kind;
  std::uint64_t key;
  ASSAY_HD double operator()(std::uint64_t i) const {
    switch (kind) {
      case DataKind::zeros:
        return 0;
      case DataKind::ones:
        return 1;
      case DataKind::integer:
        return static_cast<double>(random_bits(key, i) % 2001) - 1000;
      case DataKind::random:
        break;
    }
    return quantised_normal(philox(key, i));
  }
  /// The same as a word of 64 bits.
  ASSAY_HD std::uint64_t bits(std::uint64_t i) const {
    const double value = (*this)(i);
    std::uint64_t word = 0;
    memcpy(&word, &value, sizeof word);
    return word;
  }

 private:
  /// Sum of four uniforms (Irwin-Hall), centred and scaled to unit variance: no transcendental
  /// function, so host and device agree to the bit. Each uniform has 32 bits; the scale, near
  /// sqrt(3), is a multiple of 2^-8.
  ASSAY_HD static double quantised_normal(Words4 words) {
    const double sum = static_cast<double>(words.x) + words.y + words.z + words.w;
    return (sum * 0x1p-32 - 2) * 1.73046875;
  }
};

}  // namespace assay
