#include "reports/render/quantity.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <string_view>

namespace assay {
namespace {

constexpr int kDigits = 4;
constexpr int kExactDigits = 17;

/// How numbers of one unit are scaled.
struct Style {
  std::string_view symbol;
  bool binary = false;
  bool up = true;     ///< k, M, G, ...
  bool down = false;  ///< m, u, n, p
};

Style style(Unit unit) {
  switch (unit) {
    case Unit::seconds:
      return {.symbol = "s", .up = false, .down = true};
    case Unit::bytes:
      return {.symbol = "B", .binary = true};
    case Unit::per_second:
      return {.symbol = "/s"};
    case Unit::celsius:
    case Unit::kelvin_per_watt:
      return {.symbol = symbol(unit), .up = false};
    case Unit::watts:
    case Unit::joules:
      return {.symbol = symbol(unit), .down = true};
    default:
      return {.symbol = symbol(unit)};
  }
}

/// `value` with `digits` significant digits; whole numbers that are longer in full, for an exponent
/// is not for people.
std::string number(double value, int digits) {
  const double magnitude = std::abs(value);
  const bool is_long = magnitude >= std::pow(10, digits) && magnitude < 1e15;
  return is_long ? fmt::format("{:.0f}", value) : fmt::format("{:.{}g}", value, digits);
}

/// Scaled by the largest step that leaves at least 1 after rounding; ends with the step's prefix.
std::string scaled(double value, const Style& style, int digits) {
  constexpr std::array<std::string_view, 7> kUp{"", "k", "M", "G", "T", "P", "E"};
  constexpr std::array<std::string_view, 7> kBinary{"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
  constexpr std::array<std::string_view, 5> kDown{"", "m", "u", "n", "p"};
  const double step = style.binary ? 1024 : 1000;
  const auto at_least_one = [&](double v) { return std::abs(std::stod(number(v, digits))) >= 1; };
  std::size_t i = 0;
  if (style.down && value != 0 && !at_least_one(value)) {
    for (; !at_least_one(value) && i + 1 < kDown.size(); ++i) value *= step;
    return number(value, digits) + ' ' + std::string(kDown.at(i));
  }
  for (; style.up && at_least_one(value / step) && i + 1 < kUp.size(); ++i) value /= step;
  return number(value, digits) + ' ' + std::string(style.binary ? kBinary.at(i) : kUp.at(i));
}

/// Error rates down to 1e-15 are ratios, too: as a percentage they would not be readable.
std::string ratio_text(double value, int digits) {
  if (value != 0 && std::abs(value) < 1e-4) return number(value, digits);
  return number(value * 100, digits) + " %";
}

std::string count_text(double value, int digits) {
  const bool whole = value == std::floor(value) && std::abs(value) < 0x1p53;
  return whole ? fmt::format("{:.0f}", value) : number(value, digits);
}

std::string text(double value, std::optional<Unit> unit, int digits) {
  if (!std::isfinite(value)) return "not finite";
  if (value == 0) value = 0;  // no "-0"
  if (!unit || *unit == Unit::count) return count_text(value, digits);
  if (*unit == Unit::ratio) return ratio_text(value, digits);
  const Style how = style(*unit);
  return scaled(value, how, digits) + std::string(how.symbol);
}

std::string text(std::optional<double> value, std::optional<Unit> unit, int digits) {
  return value ? text(*value, unit, digits) : "-";
}

/// Unscaled, in the fewest digits that read back as the same double.
std::string exact(std::optional<double> value, std::optional<Unit> unit) {
  if (!value || !std::isfinite(*value)) return text(value, unit, kDigits);
  return fmt::format("{} {}", *value, unit ? symbol(*unit) : "");
}

}  // namespace

std::string quantity(double value, Unit unit) { return text(value, unit, kDigits); }

std::string quantity(std::optional<double> value, std::optional<Unit> unit) {
  return text(value, unit, kDigits);
}

std::pair<std::string, std::string> compared(std::optional<double> measured,
                                             std::optional<double> limit,
                                             std::optional<Unit> unit) {
  const bool differ = measured && limit && *measured != *limit;
  for (int digits = kDigits; digits < kExactDigits; ++digits) {
    std::pair<std::string, std::string> texts{text(measured, unit, digits),
                                              text(limit, unit, digits)};
    if (!differ || texts.first != texts.second) return texts;
  }
  // Neighbours among the doubles can become one by scaling: then as they are.
  return {exact(measured, unit), exact(limit, unit)};
}

std::string share(std::optional<double> ratio) {
  if (!ratio) return "-";
  if (!std::isfinite(*ratio)) return "not finite";
  return fmt::format("{:.1f} %", *ratio * 100);
}

std::string margin(std::optional<double> ratio) {
  if (!ratio) return "-";
  if (!std::isfinite(*ratio)) return "not finite";
  const double percent = *ratio * 100;
  // Two significant digits under 10 %: a miss of 0.04 % must not read as 0.0 %.
  return std::abs(percent) < 10 ? fmt::format("{:+.2g} %", percent)
                                : fmt::format("{:+.1f} %", percent);
}

}  // namespace assay
