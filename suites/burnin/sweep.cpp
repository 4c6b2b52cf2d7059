#include "suites/burnin/burn.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

/// The band in which power supplies, their control loops and generators have resonances.
void sweep(Exec& exec, const Context& context, Results& results) {
  constexpr double from_hz = 0.1, to_hz = 20;
  burn(exec, context, results, true, [&](auto& stint) {
    stint.play(Load({{.shape = Shape::sweep(from_hz, to_hz, context.stint.of_s),
                      .seconds = context.stint.of_s}}));
  });
}

}  // namespace

ASSAY_TEST(sweep,
           .summary = "square waves of matrix products from 0.1 to 20 Hz: resonances of power",
           .seconds = {.burnin = 300}, .metrics = burn_metrics({edge_metric()}), .timed = true,
           .verified = true, .in_stints = true);

}  // namespace assay::ASSAY_BACKEND
