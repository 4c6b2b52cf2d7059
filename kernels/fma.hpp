#pragma once
#include <cmath>
#include <cstddef>

#include "core/philox.hpp"
#include "kernels/number_type.hpp"

namespace assay {

/// The chain of fused multiply-adds that every lane carries out. IEEE 754 rounds a fused
/// multiply-add in one way only, so the end of the chain is known to the bit on every device. The
/// two factors nearly cancel: values keep moving in all bits of the significand and never leave
/// [-8, 8].
template <class T>
struct FmaChain {
  static constexpr std::size_t kStarts = 8;  ///< lane i starts from start(i % kStarts)
  static constexpr T kUp = static_cast<T>(1.4142135), kDown = static_cast<T>(0.70710671);
  static constexpr T kAdd = static_cast<T>(0.61803397), kSub = static_cast<T>(-0.43701598);
  static constexpr double kFlopsARound = 4;  ///< two fused multiply-adds

  ASSAY_HD static T start(std::size_t k) {
    return static_cast<T>(0.5) + static_cast<T>(0.3125) * static_cast<T>(k % kStarts);
  }
  /// The right answer after `rounds` rounds from `x`.
  ASSAY_HD static T end(T x, std::size_t rounds) {
    for (std::size_t round = 0; round < rounds; ++round) {
      x = std::fma(x, kUp, kAdd);
      x = std::fma(x, kDown, kSub);
    }
    return x;
  }
};

/// Multiply-adds that stay in registers: the arithmetic peak of every unit.
class Fma {
 public:
  Fma() = default;
  Fma(const Fma&) = delete;
  Fma& operator=(const Fma&) = delete;
  virtual ~Fma() = default;
  [[nodiscard]] virtual bool supports(NumberType type) const noexcept = 0;
  /// Chains that one unit (core, SM) carries out at once; a multiple of FmaChain::kStarts.
  [[nodiscard]] virtual std::size_t lanes_per_unit(NumberType type) const = 0;
  [[nodiscard]] virtual std::size_t units() const = 0;
  /// Carries out FmaChain in every lane of every unit and writes where lane i ended to out[i]; unit
  /// u has the lanes from u * lanes_per_unit(). `out` is of `type` and comes from Exec::alloc of
  /// the same device.
  virtual void run(NumberType type, std::size_t rounds, void* out) = 0;
};

}  // namespace assay
