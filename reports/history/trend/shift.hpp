#pragma once
#include <cstddef>
#include <optional>
#include <vector>

#include "core/facts.hpp"

namespace assay::history {

/// How far values lie apart before and after something, in the metric's unit.
struct Shift {
  std::size_t n_before = 0, n_after = 0;
  double before = 0, after = 0;  ///< medians
  double difference = 0;         ///< median of all differences after - before
  /// Distribution-free 95 % interval of the difference; absent where there are too few values for
  /// one (under 4 on each side).
  struct Interval {
    double low, high;
  };
  std::optional<Interval> interval;
  double p = 1;  ///< that both sides are alike; two-sided

  /// difference / |before|; nothing where before is 0.
  [[nodiscard]] std::optional<double> share() const noexcept;
};

/// Hodges and Lehmann's estimate of the shift with the interval that inverts the rank-sum test of
/// Mann and Whitney (normal approximation, ties and continuity corrected). Hodges, Lehmann,
/// "Estimates of location based on rank tests", Ann. Math. Statist. 34 (1963). Both sides need one
/// value; throws Error else. Values are finite.
[[nodiscard]] Shift shift_between(const std::vector<double>& before,
                                  const std::vector<double>& after);

/// Is it a change for the worse by at least `floor` (a share of before, of 1 where that is 0) that
/// chance does not explain: the interval leaves 0 out?
[[nodiscard]] bool is_regression(const Shift& shift, Better better, double floor) noexcept;

}  // namespace assay::history
