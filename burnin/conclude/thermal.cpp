#include "burnin/conclude/thermal.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "burnin/conclude/step_residuals.hpp"
#include "burnin/conclude/step_response.hpp"
#include "burnin/conclude/step_rows.hpp"

namespace assay {
namespace {

constexpr std::size_t kFewest = 40;
constexpr double kMostLost = 0.2;
constexpr double kLeastRise_k = 4;
constexpr double kBlockMisfit_k = 0.3, kBlockMisfit = 0.02;  // of the rise: residuals that matter
constexpr double kDrift = 0.02;                              // of the rise: a drift that matters
constexpr double kDwell = 1.9;  // time constants: the ends of two are known to a few samples
constexpr double kSurely = 4;   // standard errors

struct Judged {
  ThermalFit fit;
  BlockMisfit blocks;
  bool drifts = false;
};

std::optional<Judged> figures(const StepResponse& response, double tau) {
  const auto best = response.solve(tau);
  if (!best) return {};
  const AroundBest around = linearise(response, tau, *best);
  const auto spread = around.model.solve();
  if (!spread) return {};
  const double variance = variance_of(around.residuals, 4);
  Judged judged;
  judged.blocks = block_misfit(around.residuals, variance);
  const double inflated = variance * judged.blocks.inflation;
  ThermalFit& fit = judged.fit;
  fit.rise_k = best->unknowns[1];
  fit.resistance = fit.rise_k / response.step_w();
  fit.resistance_error = std::sqrt(inflated * spread->inverse[1][1]) / response.step_w();
  fit.time_constant_s = tau;
  // An edge of power lies anywhere between two samples.
  const double edge_s = usual_step(response.rows().t) / std::sqrt(12.0);
  fit.time_constant_error_s = std::hypot(tau * std::sqrt(inflated * spread->inverse[3][3]), edge_s);
  const double middle_w = (response.levels().least + response.levels().most) / 2;
  fit.base_c = response.middle() + best->unknowns[0] - fit.resistance * middle_w;
  fit.noise_c = std::sqrt(variance);
  fit.above_inlet = response.rows().above_inlet;
  const ResidualDrift drift = drift_of(around);
  fit.drift_k = drift.by_k;
  judged.drifts = std::abs(drift.by_k) > kSurely * drift.error_k &&
                  std::abs(drift.by_k) > kDrift * std::abs(fit.rise_k);
  return judged;
}

FitDoubt doubt_of(const Judged& judged, const StepResponse& response, double dwell_s) {
  const ThermalFit& fit = judged.fit;
  const StepRows& rows = response.rows();
  const double usual = usual_step(rows.t);
  const double tau = fit.time_constant_s;
  if (static_cast<double>(rows.lost) > kMostLost * static_cast<double>(rows.lost + rows.present) ||
      (longest_gap(rows.t) > tau / 2 && longest_gap(rows.t) > 3 * usual))
    return FitDoubt::lost_samples;
  if (usual > tau / 2) return FitDoubt::sampled_too_coarsely;
  if (fit.rise_k < kLeastRise_k) return FitDoubt::too_little_rise;
  if (dwell_s < kDwell * tau - 3 * fit.time_constant_error_s) return FitDoubt::dwell_too_short;
  const double misfit = std::max(kBlockMisfit_k, kBlockMisfit * fit.rise_k);
  if (judged.drifts || (judged.blocks.inflation > 3 && judged.blocks.misfit_k > misfit))
    return FitDoubt::residuals_not_noise;
  if (fit.resistance_error > kResistancePrecision * fit.resistance ||
      fit.time_constant_error_s > kTimeConstantPrecision * tau)
    return FitDoubt::imprecise;
  return FitDoubt::none;
}

ThermalFit refused(FitDoubt doubt) {
  ThermalFit fit;
  fit.doubt = doubt;
  return fit;
}

}  // namespace

std::string_view reason(FitDoubt doubt) noexcept {
  constexpr std::array<std::string_view, 12> reasons{
      "",
      "too few samples",
      "time did not go forward",
      "clocks were lowered within the step",
      "power did not step",
      "too many samples are missing",
      "no time constant explains the response",
      "samples are too far apart for so fast a response",
      "the temperature rose too little",
      "held for less than two time constants",
      "something other than power moved the temperature",
      "the noise leaves too much doubt"};
  return reasons[static_cast<std::size_t>(doubt)];
}

ThermalFit fit_step_response(std::span<const ThermalSample> samples,
                             const StepConditions& conditions) {
  const StepRows rows = rows_of(samples);
  if (!rows.monotonic) return refused(FitDoubt::clock_not_monotonic);
  if (rows.present < kFewest) return refused(FitDoubt::too_few_samples);
  const StepResponse response(rows, conditions.quiet_before_s);
  if (!(response.step_w() >= conditions.least_step_w)) return refused(FitDoubt::power_did_not_step);
  const auto tau = best_time_constant(response);
  const auto judged = tau ? figures(response, *tau) : std::nullopt;
  if (!judged)
    return refused(conditions.throttled ? FitDoubt::throttled : FitDoubt::no_time_constant);
  ThermalFit fit = judged->fit;
  const double dwell = conditions.dwell_s > 0
                           ? conditions.dwell_s
                           : longest_dwell(rows, smoothed(rows.power), response.levels());
  fit.doubt = conditions.throttled ? FitDoubt::throttled : doubt_of(*judged, response, dwell);
  return fit;
}

}  // namespace assay
