#include "suites/collective/run.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void all_to_all(Exec& exec, const Context& context, Results& results) {
  run_collective(exec, context, results, Operation::all_to_all);
}

}  // namespace

ASSAY_TEST(all_to_all, .summary = "A share of each rank on each rank: bandwidth and every element",
           .seconds = {.quick = 0, .standard = 40}, .metrics = collective_metrics(), .timed = true,
           .verified = true, .ranked = true, .sweep_seconds = kSweepSeconds);

}  // namespace assay::ASSAY_BACKEND
