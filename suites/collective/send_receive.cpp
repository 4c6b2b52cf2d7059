#include "suites/collective/run.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void send_receive(Exec& exec, const Context& context, Results& results) {
  run_collective(exec, context, results, Operation::send_receive);
}

}  // namespace

ASSAY_TEST(send_receive,
           .summary = "From each rank to the next, all at once: bandwidth and every element",
           .seconds = {}, .metrics = collective_metrics(), .timed = true, .verified = true,
           .ranked = true, .sweep_seconds = kSweepSeconds);

}  // namespace assay::ASSAY_BACKEND
