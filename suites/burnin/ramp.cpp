#include "suites/burnin/burn.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

/// Up for most of the time, then at the target: so power that a unit or a rack cannot take shows at
/// the level where it begins.
void ramp(Exec& exec, const Context& context, Results& results) {
  const double rise_s = 0.8 * context.stint.of_s;
  burn(exec, context, results, false, [&](auto& stint) {
    stint.play(Load({{.shape = Shape::ramp(rise_s), .seconds = context.stint.of_s}}));
  });
}

}  // namespace

ASSAY_TEST(ramp, .summary = "matrix products from idle to full load, slowly: no step of power",
           .seconds = {.burnin = 300}, .metrics = burn_metrics(), .timed = true, .verified = true,
           .in_stints = true);

}  // namespace assay::ASSAY_BACKEND
