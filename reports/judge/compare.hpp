#pragma once
#include <optional>
#include <string>

#include "reports/judge.hpp"
#include "reports/judge/soundness.hpp"

namespace assay {

/// What one limit says about one number.
struct Comparing {
  Verdict verdict = Verdict::pass;
  std::optional<ReasonId> id;  ///< of the reason; nothing where it is a pass
  std::string op = ">=";       ///< of the bound that decided, or would be met next
  const Threshold* bound = nullptr;
  double limit = 0;  ///< that bound, in the number's unit
};

/// What the thresholds of a limit are shares of.
struct Basis {
  const Result& result;
  const Metric& metric;
  const Reference& reference;
};

/// Compares a sound number with all bounds of `limit`; the worst decides. `problem` is set where a
/// bound cannot be turned into a number: another unit, or a share of something unknown.
[[nodiscard]] Comparing compare(const Limit& limit, const Measured& number, const Basis& basis,
                                std::optional<Problem>& problem);

/// Why a number is no measurement beside its baseline, whatever its limit: it is over twice as
/// large where higher is better, or a time under half as long. Nothing where no baseline knows it.
[[nodiscard]] std::optional<Problem> beyond_baseline(const Measured& number, const Basis& basis);

/// How far `value` is on the good side of `limit`, as a share of the limit; nothing for a limit of
/// 0.
[[nodiscard]] std::optional<double> margin(double value, const std::string& op, double limit);

}  // namespace assay
