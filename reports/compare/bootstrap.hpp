#pragma once
#include <cstdint>
#include <optional>
#include <vector>

namespace assay {

/// Ends of a confidence interval.
struct Interval {
  double low = 0, high = 0;
};

/// Fewer runs on a side than this have no interval: their medians take so few values that no
/// resampling shows how far others would lie.
inline constexpr std::size_t kFewestRuns = 5;

/// How an interval is computed.
struct Resampling {
  std::uint64_t seed = 1;  ///< the same seed and values give the same interval on any machine
  std::size_t times = 9999;
};

/// The 95 % confidence interval of median(b) / median(a) by the bootstrap, bias-corrected and
/// accelerated (Efron 1987), both sides resampled, expanded for few runs (Hesterberg 2015).
/// Elements are independent runs. Nothing where a side has fewer than kFewestRuns, or a value is
/// not above 0: a ratio of such means nothing.
[[nodiscard]] std::optional<Interval> ratio_interval(const std::vector<double>& a,
                                                     const std::vector<double>& b,
                                                     const Resampling& resampling);

}  // namespace assay
