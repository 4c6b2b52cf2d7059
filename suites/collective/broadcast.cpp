#include "suites/collective/run.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void broadcast(Exec& exec, const Context& context, Results& results) {
  run_collective(exec, context, results, Operation::broadcast);
}

}  // namespace

ASSAY_TEST(broadcast, .summary = "What one rank has, on all ranks: bandwidth and every element",
           .seconds = {.quick = 0, .standard = 30}, .metrics = collective_metrics(), .timed = true,
           .verified = true, .ranked = true, .sweep_seconds = kSweepSeconds);

}  // namespace assay::ASSAY_BACKEND
