#pragma once
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "core/philox.hpp"
#include "kernels/number_type.hpp"
#include "kernels/small_float.hpp"

namespace assay {

/// x y + z, rounded once.
ASSAY_HD inline double fused(double x, double y, double z) { return std::fma(x, y, z); }
ASSAY_HD inline float fused(float x, float y, float z) { return std::fma(x, y, z); }
/// Through double, which is exact before that: x y has 22 bits, and with x = y and all within 4 in
/// size the sum is a multiple of 2^-48 below 2^5.
ASSAY_HD inline Fp16 fused(Fp16 x, Fp16 y, Fp16 z) {
  return Fp16(static_cast<double>(x) * static_cast<double>(y) + static_cast<double>(z));
}

/// The chain of fused multiply-adds that every lane carries out. IEEE 754 rounds a fused
/// multiply-add in one way only, so the end of the chain is known to the bit on every device. The
/// two factors nearly cancel: values keep moving in all bits of the significand and never leave
/// [-8, 8].
template <class T>
struct FmaChain {
  static constexpr std::size_t kStarts = 8;  ///< lane i starts from start(i % kStarts)
  static constexpr double kFlopsARound = 4;  ///< two fused multiply-adds

  ASSAY_HD static T up() { return static_cast<T>(1.4142135); }
  ASSAY_HD static T add() { return static_cast<T>(0.61803397); }
  ASSAY_HD static T down() { return static_cast<T>(0.70710671); }
  ASSAY_HD static T sub() { return static_cast<T>(-0.43701598); }
  ASSAY_HD static T start(std::size_t k) {
    return static_cast<T>(0.5 + 0.3125 * static_cast<double>(k % kStarts));
  }
  /// The right answer after `rounds` rounds from `x`.
  ASSAY_HD static T end(T x, std::size_t rounds) {
    for (std::size_t round = 0; round < rounds; ++round) {
      x = fused(x, up(), add());
      x = fused(x, down(), sub());
    }
    return x;
  }
};

/// With 11 bits that chain stands still after one round, and a lane that does nothing would look
/// right. This one squares: x <- x x - 1.7246, twice a round, wanders about in [-2, 2] on a cycle
/// of 104 values from every start (tests/kernels/compute_ports_test.cpp).
template <>
struct FmaChain<Fp16> {
  static constexpr std::size_t kStarts = 8;
  static constexpr double kFlopsARound = 4;
  ASSAY_HD static Fp16 constant() { return Fp16(-1.724609375); }
  ASSAY_HD static Fp16 start(std::size_t k) {
    return Fp16(-1.9 + 0.48 * static_cast<double>(k % kStarts));
  }
  ASSAY_HD static Fp16 end(Fp16 x, std::size_t rounds) {
    for (std::size_t step = 0; step < 2 * rounds; ++step) x = fused(x, x, constant());
    return x;
  }
};

/// How long one unit took.
struct UnitTime {
  std::string unit;  ///< for people: "cpu 17", "SM 17"
  double seconds = 0;
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
  /// How long each unit took for its lanes of the last run(), in their order, once that is done. A
  /// GPU may give the same lanes to another SM in the next run.
  [[nodiscard]] virtual std::vector<UnitTime> unit_times() = 0;
};

}  // namespace assay
