#include "suites/collective/run.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void reduce_scatter(Exec& exec, const Context& context, Results& results) {
  run_collective(exec, context, results, Operation::reduce_scatter);
}

}  // namespace

ASSAY_TEST(reduce_scatter,
           .summary = "Sums of all ranks, a share on each: bandwidth and every element",
           .seconds = {.quick = 0, .standard = 40}, .metrics = collective_metrics(), .timed = true,
           .verified = true, .ranked = true, .sweep_seconds = kSweepSeconds);

}  // namespace assay::ASSAY_BACKEND
