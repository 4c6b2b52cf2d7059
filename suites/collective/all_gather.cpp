#include "suites/collective/run.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void all_gather(Exec& exec, const Context& context, Results& results) {
  run_collective(exec, context, results, Operation::all_gather);
}

}  // namespace

ASSAY_TEST(all_gather, .summary = "What each rank has, on all ranks: bandwidth and every element",
           .seconds = {.quick = 0, .standard = 40}, .metrics = collective_metrics(), .timed = true,
           .verified = true, .ranked = true, .sweep_seconds = kSweepSeconds);

}  // namespace assay::ASSAY_BACKEND
