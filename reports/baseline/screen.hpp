#pragma once
#include <string>
#include <vector>

#include "reports/baseline/spread.hpp"

namespace assay {

/// A subject whose values do not belong with those of the others.
struct Outlier {
  std::string node, subject;
  double value = 0;  ///< mean over its runs
};

struct Screened {
  std::vector<NodeValues> kept;   ///< nodes with at least one subject left
  std::vector<Outlier> left_out;  ///< by node and subject, in the order given
  double typical = 0;             ///< median of the subjects' means, those left out included
  double contaminated = 0;        ///< share of the nodes that have an outlier
};

/// Leaves out subjects that lie further from the median of all than chance allows, on either side:
/// t(1 - 0.005/n; (n-1)/2) robust standard deviations (1.4826 MAD; where over half are
/// equal, 1.2533 mean absolute deviations), and at least 1 % of the median.
/// docs/metrics/baseline.md says why. Throws Error if there is no node.
[[nodiscard]] Screened screen(const std::vector<NodeValues>& nodes);

}  // namespace assay
