#include "suites/collective/run.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void reduce(Exec& exec, const Context& context, Results& results) {
  run_collective(exec, context, results, Operation::reduce);
}

}  // namespace

ASSAY_TEST(reduce, .summary = "Sums of all ranks, on one: bandwidth and every element",
           .seconds = {.quick = 0, .standard = 30}, .metrics = collective_metrics(), .timed = true,
           .verified = true, .ranked = true, .sweep_seconds = kSweepSeconds);

}  // namespace assay::ASSAY_BACKEND
