#include "burnin/load/catalog.hpp"
#include "suites/burnin/play.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void soak(Exec& exec, const Context& context, Results& results) {
  play_stint(exec, context, results, soak_load(context.stint.of_s), Pace::steady);
}

}  // namespace

ASSAY_TEST(soak, .summary = "matrix products without a break: heat, and what it does over time",
           .seconds = {.burnin = 1800}, .metrics = burn_metrics(), .timed = true, .verified = true,
           .in_stints = true);

}  // namespace assay::ASSAY_BACKEND
