#include "burnin/load/catalog.hpp"
#include "suites/burnin/play.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void step(Exec& exec, const Context& context, Results& results) {
  play_stint(exec, context, results, step_load(context.stint.of_s), Pace::brisk);
}

}  // namespace

ASSAY_TEST(step, .summary = "idle, half and full load in long steps, for fits of what cools",
           .seconds = {.burnin = 900}, .metrics = burn_metrics({edge_metric()}), .timed = true,
           .verified = true, .in_stints = true);

}  // namespace assay::ASSAY_BACKEND
