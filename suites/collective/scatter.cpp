#include "suites/collective/run.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void scatter(Exec& exec, const Context& context, Results& results) {
  run_collective(exec, context, results, Operation::scatter);
}

}  // namespace

ASSAY_TEST(scatter, .summary = "A share of what one rank has, on each: bandwidth and every element",
           .seconds = {}, .metrics = collective_metrics(), .timed = true, .verified = true,
           .ranked = true, .sweep_seconds = kSweepSeconds);

}  // namespace assay::ASSAY_BACKEND
