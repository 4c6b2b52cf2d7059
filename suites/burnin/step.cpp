#include "suites/burnin/burn.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

/// Twice up the stairs, so that a fit has both a second opinion and steps between other levels.
void step(Exec& exec, const Context& context, Results& results) {
  const double dwell_s = context.stint.of_s / 6;
  burn(exec, context, results, true, [&](auto& stint) {
    stint.play(Load({{.shape = Shape::step(dwell_s), .seconds = context.stint.of_s}}));
  });
}

}  // namespace

ASSAY_TEST(step, .summary = "idle, half and full load in long steps, for fits of what cools",
           .seconds = {.burnin = 900}, .metrics = burn_metrics({edge_metric()}), .timed = true,
           .verified = true, .in_stints = true);

}  // namespace assay::ASSAY_BACKEND
