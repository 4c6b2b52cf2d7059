#include "burnin/conclude/step_residuals.hpp"

#include <algorithm>
#include <cmath>

namespace assay {

AroundBest linearise(const StepResponse& response, double tau,
                     const LeastSquares<3>::Solution& best) {
  constexpr double nudge = 0.01;
  const StepRows& rows = response.rows();
  const auto& [base, rise, first] = best.unknowns;
  const StepResponse::Shape columns = response.shape(tau);
  const StepResponse::Shape slower = response.shape(tau * (1 + nudge));
  const StepResponse::Shape faster = response.shape(tau * (1 - nudge));
  const double span = rows.t.back() - rows.t.front();
  AroundBest around;
  for (std::size_t i = 0; i < rows.t.size(); ++i) {
    if (std::isnan(rows.temperature[i])) continue;
    const double residual = rows.temperature[i] - response.middle() - base -
                            rise * columns.driven[i] - first * columns.left[i];
    const double by_tau =
        (rise * (slower.driven[i] - faster.driven[i]) + first * (slower.left[i] - faster.left[i])) /
        (2 * nudge);
    around.residuals.push_back(residual);
    around.model.add({1, columns.driven[i], columns.left[i], by_tau}, residual);
    around.rows.push_back(
        {1, columns.driven[i], columns.left[i], by_tau, (rows.t[i] - rows.t.front()) / span});
    around.with_drift.add(around.rows.back(), residual);
  }
  around.model.expect_zero(2, response.settled(tau));
  around.with_drift.expect_zero(2, response.settled(tau));
  return around;
}

BlockMisfit block_misfit(const std::vector<double>& residuals, double variance) {
  constexpr std::size_t blocks = 20;
  const std::size_t length = std::max<std::size_t>(4, residuals.size() / blocks);
  double squares = 0;
  double n = 0;
  for (std::size_t from = 0; from + length <= residuals.size(); from += length) {
    double sum = 0;
    for (std::size_t i = from; i < from + length; ++i) sum += residuals[i];
    squares += sum * sum / static_cast<double>(length * length);
    n += 1;
  }
  const double mean_square = squares / (n - 4);  // four unknowns follow what they can
  return {std::sqrt(mean_square),
          std::max(1.0, mean_square * static_cast<double>(length) / variance)};
}

double variance_of(const std::vector<double>& residuals, std::size_t unknowns) {
  double squares = 0;
  for (const double residual : residuals) squares += residual * residual;
  return squares / static_cast<double>(residuals.size() - unknowns);
}

ResidualDrift drift_of(const AroundBest& around) {
  const auto solution = around.with_drift.solve();
  if (!solution) return {};
  std::vector<double> left = around.residuals;
  for (std::size_t i = 0; i < left.size(); ++i)
    for (std::size_t k = 0; k < 5; ++k) left[i] -= solution->unknowns[k] * around.rows[i][k];
  const double variance = variance_of(left, 5);
  const double inflated = variance * block_misfit(left, variance).inflation;
  return {solution->unknowns[4], std::sqrt(inflated * solution->inverse[4][4])};
}

}  // namespace assay
