#include "reports/importers/common/figures.hpp"

#include <charconv>
#include <cmath>
#include <utility>

#include "core/stats.hpp"

namespace assay {

std::optional<double> decimal(std::string_view word) noexcept {
  double value = 0;
  const auto read = std::from_chars(word.data(), word.data() + word.size(), value);
  if (read.ec != std::errc() || read.ptr != word.data() + word.size() || !std::isfinite(value))
    return std::nullopt;
  return value;
}

double rounding_of(std::string_view word) noexcept {
  const auto exponent_at = word.find_first_of("eE");
  const std::string_view digits = word.substr(0, exponent_at);
  const auto dot = digits.find('.');
  double places = dot == std::string_view::npos ? 0 : static_cast<double>(digits.size() - dot - 1);
  if (exponent_at != std::string_view::npos) {
    std::string_view exponent = word.substr(exponent_at + 1);
    if (exponent.starts_with('+')) exponent.remove_prefix(1);
    places -= decimal(exponent).value_or(0);
  }
  return 0.5 * std::pow(10.0, -places);
}

Metric one_sample(std::string name, Unit unit, Better better, double value) {
  return sampled_metric(std::move(name), unit, better, {value});
}

void add_defect(Result& result, Defect defect) {
  result.outcome = Outcome::failed;
  if (result.reason.empty()) result.reason = defect.what;
  result.defects.push_back(std::move(defect));
}

void set_error(Result& result, const std::string& reason) {
  if (result.outcome == Outcome::failed) return;
  result.outcome = Outcome::error;
  result.reason = reason;
}

}  // namespace assay
