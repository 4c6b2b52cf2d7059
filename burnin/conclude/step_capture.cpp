#include "burnin/conclude/step_capture.hpp"

#include <algorithm>
#include <cmath>

namespace assay {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Mean of those that were read.
double mean_of(double a, double b) {
  if (std::isnan(a)) return b;
  return std::isnan(b) ? a : (a + b) / 2;
}

void take(double value, double& sum, std::size_t& n) {
  if (std::isnan(value)) return;
  sum += value;
  ++n;
}

}  // namespace

void StepCapture::add(const ThermalSample& tick, double commanded, bool is_throttled) {
  if (complete(tick.t_s)) return;
  if (last_s >= 0 && !(tick.t_s > last_s)) {
    went_back = true;
    return;
  }
  last_s = tick.t_s;
  note_edge(tick.t_s, commanded);
  throttled = throttled || (is_throttled && first_edge_s >= 0);
  sum.values.t_s += tick.t_s;
  take(tick.power_w, sum.values.power_w, sum.powers);
  take(tick.temperature_c, sum.values.temperature_c, sum.temperatures);
  take(tick.inlet_c, sum.values.inlet_c, sum.inlets);
  if (++pending == stride) push();
}

void StepCapture::note_edge(double t_s, double commanded) {
  const bool edge = !std::isnan(level) && std::abs(commanded - level) > kEdge;
  if (std::isnan(level) && std::isnan(quiet_since_s)) quiet_since_s = t_s;
  if (edge) {
    if (last_edge_s >= 0) longest_dwell_s = std::max(longest_dwell_s, t_s - last_edge_s);
    if (first_edge_s < 0) first_edge_s = t_s;
    last_edge_s = t_s;
  }
  if (edge || std::isnan(level)) level = commanded;
}

void StepCapture::push() {
  const auto mean = [](double total, std::size_t n) {
    return n > 0 ? total / static_cast<double>(n) : kNaN;
  };
  if (size == kMost) average_pairs();
  samples.at(size++) = {mean(sum.values.t_s, pending), mean(sum.values.power_w, sum.powers),
                        mean(sum.values.temperature_c, sum.temperatures),
                        mean(sum.values.inlet_c, sum.inlets)};
  sum = {};
  pending = 0;
  if (first_edge_s < 0 && size == 2 * kBefore) drop_oldest();
}

void StepCapture::drop_oldest() {
  std::copy(samples.begin() + kBefore, samples.begin() + 2 * kBefore, samples.begin());
  size = kBefore;
}

void StepCapture::average_pairs() {
  for (std::size_t i = 0; i < kMost / 2; ++i) {
    const ThermalSample& a = samples[2 * i];
    const ThermalSample& b = samples[2 * i + 1];
    samples[i] = {(a.t_s + b.t_s) / 2, mean_of(a.power_w, b.power_w),
                  mean_of(a.temperature_c, b.temperature_c), mean_of(a.inlet_c, b.inlet_c)};
  }
  size = kMost / 2;
  stride *= 2;
}

StepConditions StepCapture::conditions() const {
  StepConditions known;
  known.quiet_before_s = size > 0 ? std::max(0.0, samples.front().t_s - quiet_since_s) : 0;
  known.dwell_s = last_edge_s < 0 ? 0 : std::max(longest_dwell_s, last_s - last_edge_s);
  known.throttled = throttled;
  return known;
}

ThermalFit StepCapture::fit() const {
  ThermalFit fit;
  fit.doubt = FitDoubt::power_did_not_step;
  if (went_back) fit.doubt = FitDoubt::clock_not_monotonic;
  return went_back || first_edge_s < 0 ? fit : fit_step_response(kept(), conditions());
}

}  // namespace assay
