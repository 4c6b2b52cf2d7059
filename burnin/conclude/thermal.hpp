#pragma once
#include <limits>
#include <span>
#include <string_view>

namespace assay {

/// One tick of a step response.
struct ThermalSample {
  double t_s = 0;
  double power_w = std::numeric_limits<double>::quiet_NaN();        ///< NaN = not read
  double temperature_c = std::numeric_limits<double>::quiet_NaN();  ///< NaN = not read
  double inlet_c = std::numeric_limits<double>::quiet_NaN();  ///< of the coolant; NaN = no reading
};

/// What is known of a step response beside its samples.
struct StepConditions {
  /// How long power had been constant before the first sample; it says how far the temperature had
  /// settled. 0 = not known: the fit then needs a stretch before the step that shows it.
  double quiet_before_s = 0;
  /// Longest time after a step without another; 0 = find it in the power.
  double dwell_s = 0;
  bool throttled = false;     ///< clocks were lowered within: what the step was is not known
  double least_step_w = 100;  ///< a smaller step of power is none
};

/// Why a fit is not to be trusted; the first that holds.
enum class FitDoubt {
  none,
  too_few_samples,      ///< under 40
  clock_not_monotonic,  ///< time stood still or went back
  throttled,
  power_did_not_step,
  lost_samples,          ///< over 20 % of temperatures, or a gap in power over half a time constant
  no_time_constant,      ///< outside of what the samples can show
  sampled_too_coarsely,  ///< samples further apart than half a time constant
  too_little_rise,       ///< under 4 degC
  dwell_too_short,       ///< under two time constants
  residuals_not_noise,   ///< something else moved the temperature: inlet, fan, a second path
  imprecise              ///< standard error over a third of what is promised
};
/// One clause for people; "" for none.
[[nodiscard]] std::string_view reason(FitDoubt doubt) noexcept;

/// A step response in two numbers: T(t) = T0 + R x (P convolved with 1/tau exp(-t/tau)).
struct ThermalFit {
  double resistance = std::numeric_limits<double>::quiet_NaN();  ///< K/W
  double resistance_error = resistance;                          ///< standard error, K/W
  double time_constant_s = resistance;
  double time_constant_error_s = resistance;  ///< standard error
  double base_c = resistance;   ///< T0: temperature at no power; above the inlet where that is read
  double rise_k = resistance;   ///< resistance x the step of power
  double noise_c = resistance;  ///< standard deviation of the residuals
  double drift_k = resistance;  ///< what a straight drift would add over all samples
  bool above_inlet = false;     ///< inlet readings were there and are taken off
  FitDoubt doubt = FitDoubt::too_few_samples;
  [[nodiscard]] bool trustworthy() const { return doubt == FitDoubt::none; }
};

/// Largest standard errors, relative, of a fit that is trusted: a third of the 3 % and 5 %
/// promised.
inline constexpr double kResistancePrecision = 0.01, kTimeConstantPrecision = 0.05 / 3;

/// Fits samples in order of time by variable projection: for each time constant the rest is linear;
/// the one with the least squares is searched. The figures are there wherever they could be
/// computed, trusted or not. `samples` may hold several steps, up and down.
[[nodiscard]] ThermalFit fit_step_response(std::span<const ThermalSample> samples,
                                           const StepConditions& conditions = {});

}  // namespace assay
