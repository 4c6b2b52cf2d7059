#include "suites/collective/run.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void all_reduce(Exec& exec, const Context& context, Results& results) {
  run_collective(exec, context, results, Operation::all_reduce);
}

}  // namespace

ASSAY_TEST(all_reduce, .summary = "Sums of all ranks, on all ranks: bandwidth and every element",
           .seconds = {.quick = 3, .standard = 60}, .metrics = collective_metrics(), .timed = true,
           .verified = true, .ranked = true, .sweep_seconds = kSweepSeconds);

}  // namespace assay::ASSAY_BACKEND
