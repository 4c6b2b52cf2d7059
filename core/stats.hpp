#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "core/facts.hpp"

namespace assay {

/// Quantile `q` in [0, 1] of `sorted` (ascending), linear between order statistics (Hyndman-Fan 7).
/// Throws Error if there is no sample: a statistic of nothing is a fault in the caller, not 0.
[[nodiscard]] double quantile(const std::vector<double>& sorted, double q);

/// Middle sample (mean of the two middle ones if even). Throws Error if there is none.
[[nodiscard]] double median(std::vector<double> samples);

/// A median absolute deviation times this is a standard deviation, for normal values: one over the
/// upper quartile of the standard normal distribution.
inline constexpr double kNormalDeviation = 1.482602218505602;

/// The same for the deviations of only `n` values, which are too small on average: Croux and
/// Rousseeuw, COMPSTAT 1992. `n` is 1 at least.
[[nodiscard]] double normal_deviation(std::size_t n) noexcept;

/// All statistics of `samples`, which are in the order they were taken (droop depends on it).
/// Throws Error if there is none. A non-finite sample makes every statistic NaN: one bad sample
/// must not vanish behind 99 good ones.
[[nodiscard]] Samples summarise(const std::vector<double>& samples);

/// The statistic called `name` ("min", "p01", ..., "max", "mean"), nothing for another name.
[[nodiscard]] std::optional<double> statistic(const Samples& samples, std::string_view name);

/// The name of the statistic that is judged unless a limit says otherwise: p05 where higher is
/// better, p95 where lower is; the worst sample under 20 samples. Never the best sample.
[[nodiscard]] std::string_view judged_statistic(Better better, std::uint64_t n) noexcept;

/// A sampled metric whose value is its judged statistic; `samples` must not be empty. Where a
/// sample is not finite the metric has neither value nor statistics, which no verdict takes for a
/// pass.
[[nodiscard]] Metric sampled_metric(std::string name, Unit unit, Better better,
                                    const std::vector<double>& samples);

/// A metric that is one reading; absent or non-finite `value` stays absent.
[[nodiscard]] Metric reading(std::string name, Unit unit, Better better,
                             std::optional<double> value);

}  // namespace assay
