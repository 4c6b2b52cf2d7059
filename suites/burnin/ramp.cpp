#include "burnin/load/catalog.hpp"
#include "suites/burnin/play.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void ramp(Exec& exec, const Context& context, Results& results) {
  play_stint(exec, context, results, ramp_load(context.stint.of_s), Pace::even);
}

}  // namespace

ASSAY_TEST(ramp, .summary = "matrix products from idle to full load, slowly: no step of power",
           .seconds = {.burnin = 300}, .metrics = burn_metrics(), .timed = true, .verified = true,
           .in_stints = true);

}  // namespace assay::ASSAY_BACKEND
