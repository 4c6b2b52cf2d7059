#pragma once
#include <optional>
#include <vector>

#include "burnin/conclude/least_squares.hpp"
#include "burnin/conclude/step_rows.hpp"

namespace assay {

/// The model of a step response, T(t) = T0 + R x (P convolved with 1/tau exp(-t/tau)), held against
/// rows: linear but for the time constant tau. `rows` must outlive it and hold a temperature.
class StepResponse {
 public:
  /// `quiet_before_s`: StepConditions.
  StepResponse(const StepRows& rows, double quiet_before_s);

  /// Per row: the power as the time constant smooths it, in steps from the middle level; and what
  /// is left of the state at the first row.
  struct Shape {
    std::vector<double> driven, left;
  };
  [[nodiscard]] Shape shape(double tau) const;
  [[nodiscard]] double step_w() const { return levels_.range(); }
  [[nodiscard]] const Extremes& levels() const { return levels_; }  ///< of the power, W
  [[nodiscard]] double middle() const { return middle_; }           ///< mean temperature
  [[nodiscard]] const StepRows& rows() const { return rows_; }

  /// How firmly the state at the first row is known to have settled, as a weight of it being 0.
  [[nodiscard]] double settled(double tau) const;

  /// Base at the middle level (from middle()), rise and first state for one time constant.
  [[nodiscard]] std::optional<LeastSquares<3>::Solution> solve(double tau) const;
  /// Of what that leaves; infinite without a solution.
  [[nodiscard]] double squares(double tau) const;

 private:
  const StepRows& rows_;
  Extremes levels_;
  double rise_, variance_, quiet_before_s_;
  double start_ = 0, middle_ = 0;
};

/// The time constant of least squares, nothing if it lies at an end of what can be looked for.
[[nodiscard]] std::optional<double> best_time_constant(const StepResponse& response);

}  // namespace assay
