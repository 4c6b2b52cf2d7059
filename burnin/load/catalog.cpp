#include "burnin/load/catalog.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace assay {

Load soak_load(double seconds, Mix mix) {
  return Load({{.shape = Shape::soak(), .seconds = seconds, .mix = mix}});
}

Load ramp_load(double seconds) {
  constexpr double kRising = 0.8;
  return Load({{.shape = Shape::ramp(kRising * seconds), .seconds = seconds}});
}

Load pulse_load(double seconds) {
  constexpr std::array periods_s{0.01, 0.1, 1.0, 10.0, 60.0};
  const double each_s = seconds / periods_s.size();
  std::vector<Phase> phases;
  phases.reserve(periods_s.size());
  for (const double period_s : periods_s) {
    const double fitting_s = std::max(std::min(period_s, each_s / 2), Shape::kShortestPeriod_s);
    phases.push_back({.shape = Shape::pulse(fitting_s, 0.5), .seconds = each_s});
  }
  return Load(std::move(phases));
}

Load step_load(double seconds) {
  constexpr double kSteps = 6;
  return Load({{.shape = Shape::step(seconds / kSteps), .seconds = seconds}});
}

Load sweep_load(double seconds) {
  constexpr double from_hz = 0.1, to_hz = 20;
  return Load({{.shape = Shape::sweep(from_hz, to_hz, seconds), .seconds = seconds}});
}

Load training_load(double seconds, Mix meanwhile) {
  constexpr double step_s = 1, compute_share = 0.7;
  const double fitting_s = std::min(step_s, seconds / 4);
  return Load({{.shape = Shape::training(fitting_s, compute_share),
                .seconds = seconds,
                .meanwhile = meanwhile}});
}

std::optional<Load> load_of_test(std::string_view id, double seconds) {
  if (id == "burnin.soak" || id == "burnin.mixed") return soak_load(seconds);
  if (id == "burnin.ramp") return ramp_load(seconds);
  if (id == "burnin.pulse") return pulse_load(seconds);
  if (id == "burnin.step") return step_load(seconds);
  if (id == "burnin.sweep") return sweep_load(seconds);
  if (id == "burnin.training") return training_load(seconds);
  return std::nullopt;
}

}  // namespace assay
