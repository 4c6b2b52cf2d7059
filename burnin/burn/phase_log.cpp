#include "burnin/burn/phase_log.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/number_text.hpp"
#include "core/stats.hpp"
#include "core/units.hpp"

namespace assay {
namespace {

/// Stints begin and end with the clock, phases with the plan.
constexpr double kSlack_s = 0.5;

}  // namespace

PhaseLog::PhaseLog(std::vector<PhaseSpan> phases) {
  if (phases.size() < 2) return;
  phases_.reserve(phases.size());
  for (PhaseSpan& phase : phases) phases_.push_back({.span = std::move(phase)});
}

void PhaseLog::look(double t_s, const DeviceLook& look) {
  const auto phase = std::find_if(phases_.begin(), phases_.end(), [&](const Phase& one) {
    return t_s >= one.span.begin_s && t_s < one.span.end_s;
  });
  if (phase != phases_.end()) phase->energy.add(t_s, look[Gauge::energy], look[Gauge::power]);
}

void PhaseLog::stint(const Result& result, double from_s, double seconds) {
  if (result.metrics.empty()) return;
  const Metric& main = result.metrics.front();
  const double rate = main.samples ? main.samples->p50
                                   : main.value.value_or(std::numeric_limits<double>::quiet_NaN());
  if (!std::isfinite(rate)) return;
  for (Phase& phase : phases_) {
    if (from_s < phase.span.begin_s - kSlack_s || from_s + seconds > phase.span.end_s + kSlack_s)
      continue;
    phase.rates.push_back(rate);
    phase.like = main;
  }
}

void PhaseLog::conclude(Result& result) const {
  constexpr std::size_t kEnoughForDroop = 3;
  for (std::size_t i = 0; i < phases_.size(); ++i) {
    const Phase& phase = phases_[i];
    std::string words = phase.span.what;
    if (const double watts = phase.energy.mean().watts; std::isfinite(watts))
      words += "; " + number_text(watts) + " W on average";
    if (!phase.rates.empty()) {
      const Metric main =
          sampled_metric(phase.like.name, phase.like.unit, phase.like.better, phase.rates);
      words += "; " + main.name + " " + number_text(median(phase.rates)) + " " +
               std::string(symbol(main.unit));
      if (main.samples && phase.rates.size() >= kEnoughForDroop)
        words += ", droop " + number_text(main.samples->droop);
    }
    result.facts["phase_" + std::to_string(i + 1)] = words;
  }
}

}  // namespace assay
