#pragma once
#include <cstdint>
#include <cstring>

#include "core/philox.hpp"

namespace assay {

/// What happens to a number that is too large for its type. `finite` saturates, too, and so does
/// NaN, which such a type has no code for.
enum class Overflow { to_infinity, saturates, finite };

/// A floating-point number of few bits: a sign, kExponent bits of exponent with bias
/// 2^(kExponent-1) - 1, kFraction bits of fraction, and below these kPadding bits of 0. Subnormal
/// numbers as in IEEE 754. A type that saturates has no infinity: its largest code is NaN, the one
/// before is its largest number (OCP 8-bit floating point specification 1.0, E4M3). In a finite one
/// every code is a number (OCP microscaling formats specification 1.0, E2M1).
template <class Bits, unsigned kExponent, unsigned kFraction, Overflow kOverflow,
          unsigned kPadding = 0>
class SmallFloat {
 public:
  static constexpr int kBias = (1 << (kExponent - 1)) - 1;
  static constexpr unsigned kSignificand = kFraction + 1;  ///< bits, with the implied one

  SmallFloat() = default;
  /// The nearest number, of two the one whose last bit is 0. Too large ones as kOverflow says, and
  /// so does infinity.
  ASSAY_HD explicit SmallFloat(double x) : bits_(static_cast<Bits>(code_of(x) << kPadding)) {}
  [[nodiscard]] ASSAY_HD static SmallFloat from_bits(Bits bits) {
    SmallFloat made;
    made.bits_ = bits;
    return made;
  }
  [[nodiscard]] ASSAY_HD Bits bits() const { return bits_; }
  /// Exact.
  ASSAY_HD explicit operator double() const {
    const std::uint64_t code = static_cast<std::uint64_t>(bits_) >> kPadding;
    const std::uint64_t magnitude = code & (kSign - 1);
    const std::uint64_t sign = (code & kSign) != 0 ? std::uint64_t{1} << 63 : 0;
    return as_double(sign | magnitude_as_double(magnitude));
  }

 private:
  static constexpr std::uint64_t kSign = std::uint64_t{1} << (kExponent + kFraction);
  static constexpr std::uint64_t kAllExponents = kSign - (std::uint64_t{1} << kFraction);
  static constexpr bool kHasInfinity = kOverflow == Overflow::to_infinity;
  static constexpr bool kHasNan = kOverflow != Overflow::finite;
  static constexpr std::uint64_t kNan =
      kHasInfinity ? kAllExponents + (std::uint64_t{1} << (kFraction - 1)) : kSign - 1;
  static constexpr std::uint64_t kTooLarge = kHasInfinity ? kAllExponents
                                             : kHasNan    ? kNan - 1
                                                          : kNan;
  static constexpr unsigned kDoubleFraction = 52;
  static constexpr int kDoubleBias = 1023, kDoubleSpecial = 2047;

  ASSAY_HD static double as_double(std::uint64_t word) {
    double x = 0;
    memcpy(&x, &word, sizeof x);
    return x;
  }

  ASSAY_HD static std::uint64_t magnitude_as_double(std::uint64_t magnitude) {
    const std::uint64_t fraction = magnitude & ((std::uint64_t{1} << kFraction) - 1);
    std::uint64_t exponent = magnitude >> kFraction;
    const bool infinite = kHasInfinity && magnitude == kAllExponents;
    const bool nan = kHasInfinity ? magnitude > kAllExponents : kHasNan && magnitude == kNan;
    if (infinite || nan)
      return (std::uint64_t{kDoubleSpecial} << kDoubleFraction) |
             (nan ? std::uint64_t{1} << (kDoubleFraction - 1) : 0);
    if (exponent == 0) {  // fraction * 2^(1 - bias - kFraction), of which both are exact
      const double unit = as_double(
          static_cast<std::uint64_t>(kDoubleBias + 1 - kBias - static_cast<int>(kFraction))
          << kDoubleFraction);
      const double x = static_cast<double>(fraction) * unit;
      std::uint64_t word = 0;
      memcpy(&word, &x, sizeof word);
      return word;
    }
    exponent += static_cast<std::uint64_t>(kDoubleBias - kBias);
    return (exponent << kDoubleFraction) | (fraction << (kDoubleFraction - kFraction));
  }

  ASSAY_HD static std::uint64_t code_of(double x) {
    std::uint64_t word = 0;
    memcpy(&word, &x, sizeof word);
    const std::uint64_t sign = (word >> 63) != 0 ? kSign : 0;
    const std::uint64_t magnitude = word & ~(std::uint64_t{1} << 63);
    return sign | magnitude_of(magnitude);
  }

  ASSAY_HD static std::uint64_t magnitude_of(std::uint64_t word) {
    const int stored = static_cast<int>(word >> kDoubleFraction);
    const std::uint64_t fraction = word & ((std::uint64_t{1} << kDoubleFraction) - 1);
    if (stored == kDoubleSpecial) return fraction != 0 ? kNan : kTooLarge;
    const int exponent = stored - kDoubleBias + kBias;  // as this type stores it
    unsigned shift = kDoubleFraction - kFraction;
    if (exponent < 1) shift += static_cast<unsigned>(1 - exponent);
    if (stored == 0 || shift > kDoubleFraction + 1) return 0;  // less than half of the smallest
    const std::uint64_t whole = (std::uint64_t{1} << kDoubleFraction) | fraction;
    std::uint64_t code = whole >> shift;
    const std::uint64_t rest = whole - (code << shift);
    const std::uint64_t half = std::uint64_t{1} << (shift - 1);
    if (rest > half || (rest == half && (code & 1) != 0)) ++code;  // may carry into the exponent
    if (exponent > 1) code += static_cast<std::uint64_t>(exponent - 1) << kFraction;
    return code < kTooLarge ? code : kTooLarge;
  }

  Bits bits_;
};

using Fp16 = SmallFloat<std::uint16_t, 5, 10, Overflow::to_infinity>;
using Bf16 = SmallFloat<std::uint16_t, 8, 7, Overflow::to_infinity>;
using Fp8E4m3 = SmallFloat<std::uint8_t, 4, 3, Overflow::saturates>;
using Fp8E5m2 = SmallFloat<std::uint8_t, 5, 2, Overflow::to_infinity>;
/// In the lower half of its byte; in arrays two share one (packed.hpp).
using Fp4 = SmallFloat<std::uint8_t, 2, 1, Overflow::finite>;
/// Stored as the fp32 number that it is.
using Tf32 = SmallFloat<std::uint32_t, 8, 10, Overflow::to_infinity, 13>;

}  // namespace assay
