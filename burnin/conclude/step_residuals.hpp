#pragma once
#include <limits>
#include <vector>

#include "burnin/conclude/least_squares.hpp"
#include "burnin/conclude/step_response.hpp"

namespace assay {

/// The model made linear in all it knows at its best, and a straight drift beside it.
struct AroundBest {
  std::vector<double> residuals;  ///< K
  std::vector<LeastSquares<5>::Row> rows;
  LeastSquares<4> model;  ///< base, rise, first state, time constant (relative)
  LeastSquares<5> with_drift;
};
/// `best`: what `response` solves to for `tau`.
[[nodiscard]] AroundBest linearise(const StepResponse& response, double tau,
                                   const LeastSquares<3>::Solution& best);

/// What residuals do when they are looked at in blocks, where noise averages out.
struct BlockMisfit {
  double misfit_k = 0;   ///< root mean square of their means
  double inflation = 1;  ///< their variance over what noise would leave
};
[[nodiscard]] BlockMisfit block_misfit(const std::vector<double>& residuals, double variance);

/// Variance of residuals of a model with so many unknowns.
[[nodiscard]] double variance_of(const std::vector<double>& residuals, std::size_t unknowns);

struct ResidualDrift {
  double by_k = std::numeric_limits<double>::quiet_NaN();  ///< over all rows
  double error_k = by_k;                                   ///< standard error
};
/// The straight drift that explains the residuals best, held against what it leaves.
[[nodiscard]] ResidualDrift drift_of(const AroundBest& around);

}  // namespace assay
