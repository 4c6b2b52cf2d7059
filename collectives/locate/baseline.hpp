#pragma once
#include <span>
#include <vector>

#include "collectives/locate/fabric.hpp"
#include "collectives/locate/probe.hpp"

namespace assay::locate {

/// What a good flow reaches in this fabric, learned from its flows. One pass of sorting.
struct Baseline {
  /// B/s for each rail; 0 where no flow of the rail was answered.
  std::vector<double> across;  ///< from leaf to leaf, or wherever places are not known
  std::vector<double> within;  ///< below one leaf
  /// Standard deviation of good flows, as a ratio, from those above the baseline: what is slow
  /// cannot widen it.
  double noise = 0;
  /// A flow this much below its baseline (a ratio) is slow: 5 standard deviations, at least 5 %.
  double resolution = kFinest;

  static constexpr double kFinest = 0.05;

  [[nodiscard]] double expected(const Fabric& fabric, const Flow& flow) const;
  /// The flow's rate over its baseline; 0 without an answer, 1 on a rail without a baseline.
  [[nodiscard]] double ratio(const Fabric& fabric, const Flow& flow) const;
  [[nodiscard]] bool is_slow(double ratio) const { return ratio < 1 - resolution; }
};

/// The centre of the highest cluster of `rates`: the 90th percentile, moved to the median of what
/// lies within 5 % of it until it stays. Right as long as a tenth of the rates are good. 0 for
/// none.
[[nodiscard]] double good_rate(std::vector<double> rates);

/// Flows below one leaf have a baseline of their own where there are at least four leaves: with
/// fewer, one bad leaf could become the rule.
[[nodiscard]] Baseline learn_baseline(const Fabric& fabric, std::span<const Flow> flows);

}  // namespace assay::locate
