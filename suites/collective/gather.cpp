#include "suites/collective/run.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void gather(Exec& exec, const Context& context, Results& results) {
  run_collective(exec, context, results, Operation::gather);
}

}  // namespace

ASSAY_TEST(gather, .summary = "What each rank has, on one: bandwidth and every element",
           .seconds = {}, .metrics = collective_metrics(), .timed = true, .verified = true,
           .ranked = true, .sweep_seconds = kSweepSeconds);

}  // namespace assay::ASSAY_BACKEND
