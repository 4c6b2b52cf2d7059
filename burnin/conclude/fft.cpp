#include "burnin/conclude/fft.hpp"

#include <array>
#include <bit>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/error.hpp"

namespace assay {
namespace {

using Complex = std::complex<double>;

/// exp(-2 pi j k / kLongestTransform) for the first half of the circle.
const std::array<Complex, kLongestTransform / 2>& roots() {
  static const auto table = [] {
    std::array<Complex, kLongestTransform / 2> made;
    for (std::size_t k = 0; k < made.size(); ++k)
      made[k] = std::polar(1.0, -2 * std::numbers::pi * static_cast<double>(k) /
                                    static_cast<double>(kLongestTransform));
    return made;
  }();
  return table;
}

/// Without the care for infinities that the library's product takes.
Complex product(Complex a, Complex b) {
  return {a.real() * b.real() - a.imag() * b.imag(), a.real() * b.imag() + a.imag() * b.real()};
}

void order_by_reversed_bits(std::span<Complex> z) {
  for (std::size_t i = 1, j = 0; i < z.size(); ++i) {
    std::size_t bit = z.size() / 2;
    for (; (j & bit) != 0; bit /= 2) j ^= bit;
    j ^= bit;
    if (i < j) std::swap(z[i], z[j]);
  }
}

void transform(std::span<Complex> z) {
  order_by_reversed_bits(z);
  const auto& root = roots();
  for (std::size_t i = 0; i < z.size(); i += 2) {
    const Complex odd = z[i + 1];
    z[i + 1] = z[i] - odd;
    z[i] += odd;
  }
  for (std::size_t half = 2; half < z.size(); half *= 2) {
    const std::size_t stride = kLongestTransform / (2 * half);
    for (std::size_t from = 0; from < z.size(); from += 2 * half)
      for (std::size_t k = 0; k < half; ++k) {
        const Complex odd = product(z[from + half + k], root[k * stride]);
        z[from + half + k] = z[from + k] - odd;
        z[from + k] += odd;
      }
  }
}

}  // namespace

void transform_real(std::span<const double> values, std::span<Complex> spectrum) {
  const std::size_t n = values.size();
  if (n < 4 || n > kLongestTransform || !std::has_single_bit(n) || spectrum.size() <= n / 2)
    throw Error("a transform of " + std::to_string(n) + " values");
  // Even values as real, odd ones as imaginary parts: half the length does.
  std::array<Complex, kLongestTransform / 2> packed;
  const std::size_t half = n / 2;
  const std::span<Complex> z{packed.data(), half};
  for (std::size_t i = 0; i < half; ++i) z[i] = {values[2 * i], values[2 * i + 1]};
  transform(z);
  const auto& root = roots();
  const std::size_t stride = roots().size() >> static_cast<unsigned>(std::countr_zero(half));
  for (std::size_t k = 0; k <= half; ++k) {
    const Complex a = z[k == half ? 0 : k];
    const Complex b = std::conj(z[k == 0 || k == half ? 0 : half - k]);
    const Complex turn = k < half ? root[k * stride] : Complex{-1, 0};
    const Complex odd = product(turn, Complex{0, -0.5} * (a - b));
    spectrum[k] = 0.5 * (a + b) + odd;
  }
}

}  // namespace assay
