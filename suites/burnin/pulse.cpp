#include "burnin/load/catalog.hpp"
#include "suites/burnin/play.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void pulse(Exec& exec, const Context& context, Results& results) {
  play_stint(exec, context, results, pulse_load(context.stint.of_s), Pace::brisk);
}

}  // namespace

ASSAY_TEST(pulse, .summary = "matrix products in square waves of 10 ms to 60 s: swings of power",
           .seconds = {.burnin = 600}, .metrics = burn_metrics({edge_metric()}), .timed = true,
           .verified = true, .in_stints = true);

}  // namespace assay::ASSAY_BACKEND
