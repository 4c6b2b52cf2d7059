#pragma once
#include <cstddef>
#include <vector>

#include "reports/history/trend/shift.hpp"

namespace assay::history {

/// What counts as a step in a series.
struct ChangeRules {
  double p = 1e-3;       ///< at most this chance that noise alone looks so
  double floor = 0.01;   ///< and at least this share of the value before
  std::size_t side = 4;  ///< and at least so many values on each side of it
};

/// A step in a series.
struct ChangePoint {
  std::size_t at = 0;  ///< index of the first value after it
  double p = 1;        ///< chance that noise alone looks so
  Shift shift;         ///< from the stretch before it to the stretch after it
};

/// Standard deviation of the noise from one value to the next: 1.4826 times the median of their
/// absolute differences, over the square root of 2. A step does not widen it. 0 under 3 values.
[[nodiscard]] double noise(const std::vector<double>& values);

/// Where the level of `values` (finite, in order of time) changed, in order. The sum of deviations
/// from the median, cut at 3 sigma so that single outliers do not count, less its line from first
/// to last, is compared with a Brownian bridge: P(max |S| / (sigma sqrt(n)) > d) =
/// 2 sum (-1)^(j-1) exp(-2 j^2 d^2) (Kolmogorov). Each stretch between two steps is then searched
/// likewise (binary segmentation). Under 2 * side values nothing is found.
[[nodiscard]] std::vector<ChangePoint> change_points(const std::vector<double>& values,
                                                     const ChangeRules& rules = {});

}  // namespace assay::history
