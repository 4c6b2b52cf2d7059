#include "reports/importers/common/printed.hpp"

#include <algorithm>
#include <cmath>

#include "reports/importers/common/figures.hpp"

namespace assay {

std::optional<Printed> printed(std::string_view word) noexcept {
  const auto value = decimal(word);
  if (!value) return std::nullopt;
  return Printed{*value, rounding_of(word)};
}

bool may_be_equal(const Printed& a, const Printed& b) noexcept {
  constexpr double arithmetic = 1e-6;
  const double slack =
      a.rounding + b.rounding + arithmetic * std::max(std::abs(a.value), std::abs(b.value));
  return std::abs(a.value - b.value) <= slack;
}

std::optional<Printed> rate_of(double amount, const Printed& time) noexcept {
  if (time.value <= 0 || time.least() <= 0) return std::nullopt;
  // The farther end of the interval, so that it is covered on both sides.
  return Printed{amount / time.value, amount / time.least() - amount / time.value};
}

Printed scaled(const Printed& a, double factor) noexcept {
  return {a.value * factor, a.rounding * std::abs(factor)};
}

}  // namespace assay
