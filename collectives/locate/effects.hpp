#pragma once
#include <span>
#include <vector>

#include "collectives/locate/baseline.hpp"

namespace assay::locate {

/// An additive decomposition of the logarithms of the flows' ratios:
///   ln(rate / baseline) = sending(from, rail) + receiving(to, rail) + residual.
/// Fitted by median polish: each effect in turn becomes the median of what the others leave, so
/// half of an adapter's flows may be spoilt by their other ends. Source: Tukey, "Exploratory Data
/// Analysis", 1977, chapter 11, on a table with holes.
struct Effects {
  /// Ratios to what is usual: 0.98 is 2 % slow. Entry node * rails + rail; 1 where nothing was
  /// answered.
  std::vector<double> sending, receiving;
  /// Standard deviation of the residuals, as a ratio, from the median of their absolute values.
  double residual = 0;
};

/// O(flows) a sweep. Flows without an answer say nothing about speed and are left out.
[[nodiscard]] Effects polish(const Fabric& fabric, const Baseline& baseline,
                             std::span<const Flow> flows, int sweeps = 4);

}  // namespace assay::locate
