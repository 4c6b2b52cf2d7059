#include "burnin/load/catalog.hpp"
#include "suites/burnin/burn.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void ramp(Exec& exec, const Context& context, Results& results) {
  burn(exec, context, results, false,
       [&](auto& stint) { stint.play(ramp_load(context.stint.of_s)); });
}

}  // namespace

ASSAY_TEST(ramp, .summary = "matrix products from idle to full load, slowly: no step of power",
           .seconds = {.burnin = 300}, .metrics = burn_metrics(), .timed = true, .verified = true,
           .in_stints = true);

}  // namespace assay::ASSAY_BACKEND
