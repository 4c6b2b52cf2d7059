#pragma once
#include <cmath>
#include <cstdint>
#include <numbers>

#include "core/philox.hpp"

namespace assay::peers {

/// Element `i` of stream `key`, standard normal (Box and Muller 1958); of Student's distribution
/// scaled to unit variance where `freedom` is above 2.
[[nodiscard]] inline double noise(std::uint64_t key, std::uint64_t i, double freedom = 0) {
  const Words4 words = philox(key, i);
  const double u = (static_cast<double>(words.x) + 0.5) * 0x1p-32;
  const double v = static_cast<double>(words.y) * 0x1p-32;
  const double angle = std::cos(2 * std::numbers::pi * v);
  if (freedom <= 2) return std::sqrt(-2 * std::log(u)) * angle;
  // Bailey 1994: the polar method for Student's distribution.
  const double radius = std::sqrt(freedom * (std::pow(u, -2 / freedom) - 1));
  return radius * angle * std::sqrt((freedom - 2) / freedom);
}

}  // namespace assay::peers
