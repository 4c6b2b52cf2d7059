#include "reports/profile/quantity.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "core/error.hpp"

namespace assay {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kBlank = " \t";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

/// Takes the number off the front of `text`.
std::optional<double> take_number(std::string_view& text, std::string& why) {
  if (text.empty() || kDigits.find(text.front()) == std::string_view::npos) {
    why = fmt::format("'{}' does not start with a digit", text);
    return std::nullopt;
  }
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || !std::isfinite(value)) {
    why = fmt::format("'{}' is out of range", text);
    return std::nullopt;
  }
  const std::string_view all = text;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (!text.empty() && (text.front() == ',' || text.front() == '.' || text.front() == '_')) {
    why = fmt::format("'{}': write numbers with digits and one decimal point only", all);
    return std::nullopt;
  }
  return value;
}

const Scale* find_scale(std::string_view symbol) {
  for (const Scale& scale : scales())
    if (scale.symbol == symbol) return &scale;
  return nullptr;
}

constexpr std::array<std::pair<std::string_view, Threshold::Of>, 4> kShares{{
    {"peak", Threshold::Of::peak},
    {"nominal", Threshold::Of::nominal},
    {"baseline", Threshold::Of::baseline},
    {"fleet median", Threshold::Of::fleet_median},
}};

std::optional<Threshold> share_of(std::string_view number, std::string_view what,
                                  std::string& why) {
  const std::optional<Quantity> quantity = parse_quantity(number, why);
  if (!quantity) return std::nullopt;
  if (quantity->unit != Unit::ratio) {
    why = fmt::format("'{} of {}': only a percentage can be of something", number, what);
    return std::nullopt;
  }
  for (const auto& [name, of] : kShares)
    if (name == what) return Threshold{.value = quantity->value, .of = of};
  why = fmt::format("'of {}': must be of peak, nominal, baseline or fleet median", what);
  return std::nullopt;
}

/// The scale people would choose: the largest that leaves at least 1, else the smallest.
const Scale& scale_for(double value, Unit unit) {
  const Scale* best = nullptr;
  for (const Scale& scale : scales()) {
    if (scale.unit != unit || !scale.printed) continue;
    const bool fits = scale.factor <= std::fabs(value);
    const bool best_fits = best != nullptr && best->factor <= std::fabs(value);
    if (best == nullptr || (fits ? !best_fits || scale.factor > best->factor
                                 : !best_fits && scale.factor < best->factor))
      best = &scale;
  }
  if (best == nullptr) throw Error(fmt::format("{} has no scale to print with", symbol(unit)));
  return *best;
}

}  // namespace

std::optional<Quantity> parse_quantity(std::string_view text, std::string& why) {
  std::string_view rest = trimmed(text);
  const std::optional<double> number = take_number(rest, why);
  if (!number) return std::nullopt;
  rest = trimmed(rest);
  if (rest.empty()) return Quantity{*number, std::nullopt};
  const Scale* scale = find_scale(rest);
  if (scale == nullptr) {
    why = fmt::format("unknown unit '{}'", rest);
    return std::nullopt;
  }
  // Dividing by a whole number rounds once where multiplying by its inexact inverse rounds twice.
  const double value =
      scale->factor < 1 ? *number / std::round(1 / scale->factor) : *number * scale->factor;
  if (!std::isfinite(value)) {
    why = fmt::format("'{}' is out of range", text);
    return std::nullopt;
  }
  return Quantity{value, scale->unit};
}

std::optional<Threshold> parse_threshold(std::string_view text, std::string& why) {
  constexpr std::string_view of = " of ";
  const std::size_t split = text.find(of);
  std::optional<Threshold> threshold;
  if (split != std::string_view::npos) {
    threshold = share_of(text.substr(0, split), trimmed(text.substr(split + of.size())), why);
  } else if (const auto quantity = parse_quantity(text, why)) {
    threshold = Threshold{.value = quantity->value, .unit = quantity->unit};
  }
  if (threshold) threshold->text = std::string(trimmed(text));
  return threshold;
}

std::string format_quantity(double value, std::optional<Unit> unit, int digits) {
  if (!unit || *unit == Unit::count) return fmt::format("{:.{}g}", value, digits);
  if (value == 0) return fmt::format("0 {}", *unit == Unit::ratio ? "%" : symbol(*unit));
  const Scale& scale = scale_for(value, *unit);
  return fmt::format("{:.{}g} {}", value / scale.factor, digits, scale.symbol);
}

}  // namespace assay
