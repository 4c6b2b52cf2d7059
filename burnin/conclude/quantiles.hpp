#pragma once
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace assay {

/// Quantiles of any number of values >= 0 in fixed memory: a histogram whose bins double in width
/// when a value lies beyond them. A quantile is off by less than error(), which is at most 1/256
/// of the largest value. Values below 0 are counted apart and known by their minimum only.
struct BoundedQuantiles {
  static constexpr std::size_t kBins = 512;
  static constexpr int kFinest = -20;  ///< bins are 2^-20 wide at first

  double scale = 0x1p20;  ///< 2^-exponent
  double min = std::numeric_limits<double>::infinity();
  double max = -std::numeric_limits<double>::infinity();
  int exponent = kFinest;   ///< bins are 2^exponent wide, the first begins at 0
  std::uint64_t below = 0;  ///< values under 0
  std::array<std::uint32_t, kBins> counts{};

  /// NaN and infinities are not values and are left out.
  void add(double value) {
    const double bin = value * scale;
    if (bin >= 0 && bin < double{kBins}) [[likely]]
      ++counts[static_cast<std::size_t>(bin)];
    else if (!add_outside(value))
      return;
    min = value < min ? value : min;
    max = value > max ? value : max;
  }
  /// How many values there were.
  [[nodiscard]] std::uint64_t n() const;
  /// Width of a bin, in the unit of the values.
  [[nodiscard]] double error() const { return std::ldexp(1, exponent); }
  /// Of the sorted values the one with number floor(q (n - 1)), `q` in [0, 1]; NaN of no values.
  [[nodiscard]] double quantile(double q) const;

 private:
  bool add_outside(double value);
  void widen();
};

}  // namespace assay
