#include "burnin/load/catalog.hpp"
#include "suites/burnin/play.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void sweep(Exec& exec, const Context& context, Results& results) {
  play_stint(exec, context, results, sweep_load(context.stint.of_s), Pace::brisk);
}

}  // namespace

ASSAY_TEST(sweep,
           .summary = "square waves of matrix products from 0.1 to 20 Hz: resonances of power",
           .seconds = {.burnin = 300}, .metrics = burn_metrics({edge_metric()}), .timed = true,
           .verified = true, .in_stints = true);

}  // namespace assay::ASSAY_BACKEND
