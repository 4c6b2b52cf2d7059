#pragma once
#include <cstddef>
#include <cstdint>

#include "kernels/small_float.hpp"

// Arrays of numbers, of which those below 8 bits share bytes.

namespace assay {

/// Two numbers of Fp4 as they lie in memory: the first in the lower half of the byte.
class Fp4Pair {
 public:
  Fp4Pair() = default;
  ASSAY_HD Fp4Pair(double first, double second)
      : bits_(static_cast<std::uint8_t>(Fp4(first).bits() | Fp4(second).bits() << 4)) {}
  /// k: 0 or 1.
  [[nodiscard]] ASSAY_HD Fp4 operator[](std::size_t k) const {
    return Fp4::from_bits(static_cast<std::uint8_t>(bits_ >> (4 * k) & 0xF));
  }

 private:
  std::uint8_t bits_;
};
static_assert(sizeof(Fp4Pair) == 1);

/// Numbers that one T of an array holds.
template <class T>
inline constexpr std::size_t kNumbersIn = 1;
template <>
inline constexpr std::size_t kNumbersIn<Fp4Pair> = 2;

/// How many T it takes to hold n numbers.
template <class T>
constexpr std::size_t holding(std::size_t n) {
  return (n + kNumbersIn<T> - 1) / kNumbersIn<T>;
}

/// Element i of an array of T whose number k is f(k).
template <class T, class F>
ASSAY_HD T pack(const F& f, std::size_t i) {
  if constexpr (kNumbersIn<T> == 2)
    return T(f(2 * i), f(2 * i + 1));
  else
    return static_cast<T>(f(i));
}

/// Number i of an array.
template <class T>
ASSAY_HD double number(const T* array, std::size_t i) {
  return static_cast<double>(array[i]);
}
ASSAY_HD inline double number(const Fp4Pair* array, std::size_t i) {
  return static_cast<double>(array[i / 2][i % 2]);
}

}  // namespace assay
