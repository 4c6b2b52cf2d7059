#include "reports/judge/compare.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "reports/profile/quantity.hpp"

namespace assay {
namespace {

/// One of the five bounds a limit may have, the decisive ones first.
struct Bound {
  std::optional<Threshold> Limit::*threshold;
  bool is_floor;
  Verdict verdict;
  ReasonId id;
};
constexpr std::array<Bound, 5> kBounds{{
    {&Limit::at_least, true, Verdict::fail, "below-limit"},
    {&Limit::at_most, false, Verdict::fail, "above-limit"},
    {&Limit::implausible_above, false, Verdict::unknown, "implausible"},
    {&Limit::warn_below, true, Verdict::warn, "warn-below"},
    {&Limit::warn_above, false, Verdict::warn, "warn-above"},
}};

std::optional<double> share_of(const std::optional<double>& whole, double share, ReasonId id,
                               const std::string& what, std::optional<Problem>& problem) {
  if (whole && std::isfinite(*whole) && *whole > 0) return share * *whole;
  problem = Problem{id, "has no " + what};
  return std::nullopt;
}

/// A value of over twice its baseline is no reason for joy: most likely less was done.
constexpr double kBelievable = 2;

std::optional<double> share_of_reference(const Threshold& threshold, const Measured& number,
                                         const Basis& basis, std::optional<Problem>& problem) {
  const bool fleet = threshold.of == Threshold::Of::fleet_median;
  const std::optional<double> reference =
      basis.reference ? basis.reference(threshold.of, basis.result, basis.metric, number.statistic)
                      : std::nullopt;
  const auto limit = share_of(reference, threshold.value, "absent-reference",
                              fleet ? "fleet to compare with" : "baseline", problem);
  const bool too_good =
      limit && basis.metric.better == Better::higher && number.value > kBelievable * *reference;
  if (!too_good) return limit;
  problem = Problem{"implausible", "is over twice what it should be compared with"};
  return std::nullopt;
}

std::optional<double> absolute(const Threshold& threshold, const Measured& number,
                               std::optional<Problem>& problem) {
  const bool is_plain = number.unit == Unit::count || number.unit == Unit::ratio;
  if (threshold.unit ? *threshold.unit == number.unit : is_plain) return threshold.value;
  problem = Problem{"wrong-unit",
                    fmt::format("is in {}, its limit is {}", symbol(number.unit), threshold.text)};
  return std::nullopt;
}

std::optional<double> resolve(const Threshold& threshold, const Measured& number,
                              const Basis& basis, std::optional<Problem>& problem) {
  switch (threshold.of) {
    case Threshold::Of::absolute:
      return absolute(threshold, number, problem);
    case Threshold::Of::peak:
      return share_of(basis.metric.peak, threshold.value, "absent-peak", "peak", problem);
    case Threshold::Of::nominal:
      return share_of(basis.metric.nominal, threshold.value, "absent-peak", "nominal figure",
                      problem);
    case Threshold::Of::baseline:
    case Threshold::Of::fleet_median:
      return share_of_reference(threshold, number, basis, problem);
  }
  return std::nullopt;
}

}  // namespace

Comparing compare(const Limit& limit, const Measured& number, const Basis& basis,
                  std::optional<Problem>& problem) {
  Comparing worst;
  for (const Bound& bound : kBounds) {
    const std::optional<Threshold>& threshold = limit.*bound.threshold;
    if (!threshold) continue;
    const std::optional<double> wanted = resolve(*threshold, number, basis, problem);
    if (!wanted) return {};
    const bool holds = bound.is_floor ? number.value >= *wanted : number.value <= *wanted;
    const Verdict verdict = holds ? Verdict::pass : bound.verdict;
    if (worst.bound != nullptr && verdict <= worst.verdict) continue;
    worst = {.verdict = verdict,
             .id = holds ? std::nullopt : std::optional(bound.id),
             .op = bound.is_floor ? ">=" : "<=",
             .bound = &*threshold,
             .limit = *wanted};
  }
  return worst;
}

std::optional<Problem> beyond_baseline(const Measured& number, const Basis& basis) {
  if (!basis.reference) return std::nullopt;
  const std::optional<double> baseline =
      basis.reference(Threshold::Of::baseline, basis.result, basis.metric, number.statistic);
  if (!baseline || !(*baseline > 0)) return std::nullopt;
  const bool is_time = basis.metric.better == Better::lower && number.unit == Unit::seconds;
  const bool is_good = basis.metric.better == Better::higher && number.unit != Unit::count;
  if ((is_good && number.value > kBelievable * *baseline) ||
      (is_time && number.value < *baseline / kBelievable))
    return Problem{"implausible", fmt::format("{} is more than twice as good as its baseline, {}",
                                              format_quantity(number.value, number.unit),
                                              format_quantity(*baseline, number.unit))};
  return std::nullopt;
}

std::optional<double> margin(double value, const std::string& op, double limit) {
  if (limit == 0) return std::nullopt;
  const double difference = op == "<=" ? limit - value : value - limit;
  return difference / std::fabs(limit);
}

}  // namespace assay
