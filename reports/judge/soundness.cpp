#include "reports/judge/soundness.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/stats.hpp"
#include "reports/profile/quantity.hpp"

namespace assay {
namespace {

/// Differences by which a decimal number in a file may miss the binary one it was printed from.
constexpr double kPrinting = 1e-9;
constexpr double kOverNominal = 2;

bool close(double a, double b) {
  return std::fabs(a - b) <= kPrinting * std::max(std::fabs(a), std::fabs(b));
}

/// a <= b but for printing.
bool ordered(double a, double b) { return a <= b || close(a, b); }

Problem because(ReasonId id, std::string text) { return {id, std::move(text)}; }

std::optional<Problem> not_finite(const Metric& metric) {
  const auto bad = [](const std::optional<double>& x) { return x && !std::isfinite(*x); };
  if (bad(metric.value) || bad(metric.peak) || bad(metric.nominal))
    return because("not-finite", "a number is NaN or infinite");
  if (!metric.samples) return std::nullopt;
  const Samples& s = *metric.samples;
  const std::array<double, 10> all{s.min, s.p01, s.p05,  s.p50,    s.p95,
                                   s.p99, s.max, s.mean, s.stddev, s.droop};
  if (std::all_of(all.begin(), all.end(), [](double x) { return std::isfinite(x); }))
    return std::nullopt;
  return because("not-finite", "a statistic of its samples is NaN or infinite");
}

std::optional<Problem> inconsistent(const Samples& s) {
  const std::array<double, 7> rising{s.min, s.p01, s.p05, s.p50, s.p95, s.p99, s.max};
  const bool is_rising = std::is_sorted(rising.begin(), rising.end(),
                                        [](double a, double b) { return a < b && !close(a, b); });
  const bool holds = is_rising && ordered(s.min, s.mean) && ordered(s.mean, s.max) &&
                     s.stddev >= 0 && (s.n > 1 || close(s.min, s.max));
  if (holds) return std::nullopt;
  return because("inconsistent-samples", "the statistics of its samples contradict each other");
}

std::optional<Problem> bad_samples(const Metric& metric) {
  if (!metric.samples) {
    if (metric.statistic.empty()) return std::nullopt;
    return because("zero-samples",
                   fmt::format("claims to be a {} without samples", metric.statistic));
  }
  const Samples& samples = *metric.samples;
  if (samples.n == 0) return because("zero-samples", "rests on no samples");
  if (auto problem = inconsistent(samples)) return problem;
  const std::optional<double> own = statistic(samples, metric.statistic);
  if (!own)
    return because("absent-statistic",
                   fmt::format("names '{}' as its statistic, which is none", metric.statistic));
  if (!close(*own, *metric.value))
    return because("value-mismatch", fmt::format("its value {} is not its own {}, {}",
                                                 *metric.value, metric.statistic, *own));
  return std::nullopt;
}

/// What some names mean wherever they stand. A share of a peak has no unit of its own, so a value
/// in another unit would slip through there.
struct Meaning {
  std::string_view ending;
  Unit unit;
};
constexpr std::array<Meaning, 8> kMeanings{{{"bandwidth", Unit::bytes_per_second},
                                            {"flops", Unit::flops},
                                            {"latency", Unit::seconds},
                                            {"_delta", Unit::count},
                                            {"_count", Unit::count},
                                            {"defects", Unit::count},
                                            {"_share", Unit::ratio},
                                            {"coverage", Unit::ratio}}};

std::optional<Problem> wrong_unit(const Metric& metric) {
  for (const Meaning& meaning : kMeanings)
    if (metric.name.ends_with(meaning.ending) && metric.unit != meaning.unit)
      return because("wrong-unit", fmt::format("is in {}, though it must be in {}",
                                               symbol(metric.unit), symbol(meaning.unit)));
  return std::nullopt;
}

bool may_be_negative(Unit unit) { return unit == Unit::celsius || unit == Unit::ratio; }

/// A rate or a time that was sampled is of work that was done, so it is more than nothing.
bool may_be_zero(const Metric& metric) {
  return !metric.samples || metric.unit == Unit::count || metric.unit == Unit::ratio ||
         metric.unit == Unit::celsius;
}

std::optional<Problem> out_of_range(const Metric& metric, double value) {
  const auto shown = [&](double x) { return format_quantity(x, metric.unit); };
  if (value < 0 && !may_be_negative(metric.unit))
    return because("implausible", shown(value) + " is less than nothing");
  if (value == 0 && !may_be_zero(metric))
    return because("implausible", "is 0, as if no work had been done");
  if (metric.better == Better::higher) {
    if (metric.peak && value > *metric.peak * kOverPeak)
      return because("implausible", fmt::format("{} is above its own peak, {}", shown(value),
                                                shown(*metric.peak)));
    if (metric.nominal && value > *metric.nominal * kOverNominal)
      return because("implausible", fmt::format("{} is over twice its nominal figure, {}",
                                                shown(value), shown(*metric.nominal)));
  } else if (metric.peak && value < *metric.peak / kOverPeak) {
    return because("implausible", fmt::format("{} is better than its own peak, {}", shown(value),
                                              shown(*metric.peak)));
  }
  return std::nullopt;
}

std::optional<Problem> bad_reference(const Metric& metric) {
  if (metric.peak && *metric.peak <= 0) return because("implausible", "its peak is not above 0");
  if (metric.nominal && *metric.nominal <= 0)
    return because("implausible", "its nominal figure is not above 0");
  return std::nullopt;
}

bool is_best_sample(const Metric& metric) {
  const std::string_view best = metric.better == Better::higher ? "max" : "min";
  return metric.samples && metric.samples->n > 1 && metric.statistic == best;
}

std::optional<Measured> measured_droop(const Metric& metric, std::optional<Problem>& problem) {
  constexpr std::uint64_t thirds = 3;
  if (metric.samples && metric.samples->n >= thirds && metric.samples->droop >= 0)
    return Measured{metric.samples->droop, Unit::ratio, "droop"};
  problem = metric.samples ? because("zero-samples", "has too few samples to show a droop")
                           : because("absent-statistic", "is a single reading and has no droop");
  return std::nullopt;
}

}  // namespace

std::optional<Problem> unsound(const Metric& metric) {
  if (auto problem = wrong_unit(metric)) return problem;
  if (!metric.value) return because("absent-value", "has no value");
  if (auto problem = not_finite(metric)) return problem;
  if (auto problem = bad_samples(metric)) return problem;
  if (auto problem = bad_reference(metric)) return problem;
  return out_of_range(metric, *metric.value);
}

std::optional<Measured> measured(const Metric& metric, const std::string& wanted,
                                 std::optional<Problem>& problem) {
  if (wanted == "droop") return measured_droop(metric, problem);
  if (wanted.empty() && is_best_sample(metric)) {
    problem = because("best-sample", "its value is the best of its samples");
    return std::nullopt;
  }
  if (wanted.empty()) return Measured{*metric.value, metric.unit, metric.statistic};
  const std::optional<double> value =
      metric.samples ? statistic(*metric.samples, wanted) : std::nullopt;
  problem = value ? out_of_range(metric, *value)
                  : because("absent-statistic", fmt::format("has no {}", wanted));
  if (problem) return std::nullopt;
  return Measured{*value, metric.unit, wanted};
}

}  // namespace assay
