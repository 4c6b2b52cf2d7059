#pragma once
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "burnin/conclude/thermal.hpp"

namespace assay {

/// The samples of a step response whose power is known, a row each; temperature above the inlet
/// where that is read, NaN where there is none.
struct StepRows {
  std::vector<double> t, power, temperature;
  std::size_t lost = 0;     ///< samples without a temperature or a power
  std::size_t present = 0;  ///< rows with a temperature
  bool above_inlet = false, monotonic = true;
};
[[nodiscard]] StepRows rows_of(std::span<const ThermalSample> samples);

/// Mean of up to four neighbours on either side; NaN counts as none.
[[nodiscard]] std::vector<double> smoothed(const std::vector<double>& values);

struct Extremes {
  double least = std::numeric_limits<double>::infinity(), most = -least;
  [[nodiscard]] double range() const { return most - least; }
};
/// NaN left out.
[[nodiscard]] Extremes extremes(const std::vector<double>& values);

/// Longest time, in seconds, between a step of `power` (smoothed, its `levels` known) and the next
/// step or the end; 0 without a step.
[[nodiscard]] double longest_dwell(const StepRows& rows, const std::vector<double>& power,
                                   const Extremes& levels);

/// Variance of one temperature by the differences of neighbours, which a slow response leaves out;
/// no less than what whole degrees cost.
[[nodiscard]] double noise_variance(const StepRows& rows);

[[nodiscard]] double usual_step(const std::vector<double>& t);   ///< mean, of two or more times
[[nodiscard]] double longest_gap(const std::vector<double>& t);  ///< 0 below two times

}  // namespace assay
