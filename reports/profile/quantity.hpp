#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/units.hpp"
#include "reports/profile.hpp"

namespace assay {

/// A number as people write it, in SI base units.
struct Quantity {
  double value = 0;
  std::optional<Unit> unit;  ///< absent: written without one
};

/// One way to write a unit: "GiB/s" is 2^30 of B/s.
struct Scale {
  std::string_view symbol;
  Unit unit;
  double factor;
  bool printed = true;  ///< false: understood, but never the one to print with
};

/// All units that parse_quantity() takes.
[[nodiscard]] std::span<const Scale> scales();

/// Reads "3.0 TB/s", "85 degC", "25GB/s", "2 %" (0.02 of Unit::ratio) or "0". Digits with an
/// optional point and exponent; no sign, no comma, no white space inside the number, nothing after
/// the unit. Otherwise nothing, and `why` says what is wrong.
[[nodiscard]] std::optional<Quantity> parse_quantity(std::string_view text, std::string& why);

/// Reads a quantity or a share: "92 % of peak", "% of nominal", "% of baseline", "% of fleet
/// median".
[[nodiscard]] std::optional<Threshold> parse_threshold(std::string_view text, std::string& why);

/// `value` in the largest scale that leaves at least 1, with `digits` significant digits: "3.35
/// TB/s"; parse_quantity() reads it back. A ratio is written in percent, a count plainly.
[[nodiscard]] std::string format_quantity(double value, std::optional<Unit> unit, int digits = 4);

}  // namespace assay
