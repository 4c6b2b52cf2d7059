#include <array>
#include <vector>

#include "suites/burnin/burn.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

/// Square waves from what voltage regulators feel to what heat follows, the same time of each.
Load pulses(double seconds) {
  constexpr std::array periods_s{0.01, 0.1, 1.0, 10.0, 60.0};
  const double each_s = seconds / periods_s.size();
  std::vector<Phase> phases;
  for (const double period_s : periods_s) {
    const double fitting_s = std::max(std::min(period_s, each_s / 2), Shape::kShortestPeriod_s);
    phases.push_back({.shape = Shape::pulse(fitting_s, 0.5), .seconds = each_s});
  }
  return Load(std::move(phases));
}

void pulse(Exec& exec, const Context& context, Results& results) {
  burn(exec, context, results, true, [&](auto& stint) { stint.play(pulses(context.stint.of_s)); });
}

}  // namespace

ASSAY_TEST(pulse, .summary = "matrix products in square waves of 10 ms to 60 s: swings of power",
           .seconds = {.burnin = 600}, .metrics = burn_metrics({edge_metric()}), .timed = true,
           .verified = true, .in_stints = true);

}  // namespace assay::ASSAY_BACKEND
