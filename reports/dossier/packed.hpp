#pragma once
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace assay {

/// Numbers as text for a page: each is one of 90 (width 1) or 8100 (width 2) equal steps between
/// `lo` and `hi`, written in characters that need no escape in JSON or HTML; "!" is a number that
/// is not there. Those far from the others are in `exact` besides, as they are.
struct PackedNumbers {
  double lo = 0, hi = 0;
  int width = 1;
  std::string text;
  std::vector<std::pair<std::size_t, double>> exact;
};

/// `values`, NaN = not there. The steps span the range of ordinary values: the quartiles and thrice
/// their distance to either side (Tukey's outer fences), so no ordinary value is off by more than
/// 1/178 of that (width 1). Infinite values are not there.
[[nodiscard]] PackedNumbers pack(std::span<const float> values, int width);

/// All `values` between the least and the greatest, none exact.
[[nodiscard]] PackedNumbers pack_range(std::span<const double> values, int width);

/// The numbers again, as the page sees them.
[[nodiscard]] std::vector<double> unpack(const PackedNumbers& packed);

/// Whole numbers below 90, a character each: verdicts, short lists. Throws Error for a greater one.
[[nodiscard]] std::string pack_small(std::span<const std::uint8_t> numbers);

/// Texts without newlines as one text, in which each says how much it shares with the one before:
/// serial numbers take a few characters each.
[[nodiscard]] std::string pack_texts(const std::vector<std::string>& texts);

/// The texts again.
[[nodiscard]] std::vector<std::string> unpack_texts(const std::string& packed);

}  // namespace assay
