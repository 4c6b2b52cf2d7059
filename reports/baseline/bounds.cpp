#include "reports/baseline/bounds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "reports/profile/quantity.hpp"

namespace assay {
namespace {

Threshold parsed(const std::string& text) {
  std::string why;
  const std::optional<Threshold> threshold = parse_threshold(text, why);
  if (!threshold) throw Error("a bound that cannot be read back: " + why);
  return *threshold;
}

}  // namespace

Tolerance tolerance_of(double typical, const Spread& spread, std::size_t nodes, bool exact) {
  if (exact) return {};
  const auto at = [&](double beyond, double least) {
    const double k = tolerance_factor(beyond, spread.freedom, static_cast<double>(nodes));
    return std::max(k * spread.total, least * std::fabs(typical));
  };
  return {at(kGoodFail, kLeastFail), at(kGoodWarn, kLeastWarn)};
}

Threshold written_bound(double value, Unit unit, bool is_floor, double slack) {
  constexpr int fewest = 4;
  constexpr int most = 16;
  constexpr double may_lose = 0.01;
  for (int digits = fewest; digits <= most; ++digits) {
    const Threshold bound = parsed(format_quantity(value, unit, digits));
    const double lenient = is_floor ? value - bound.value : bound.value - value;
    if (lenient >= 0 && lenient <= may_lose * slack) return bound;
  }
  if (unit == Unit::count) return parsed(fmt::format("{}", value));
  return parsed(fmt::format("{} {}", value, symbol(unit)));
}

}  // namespace assay
