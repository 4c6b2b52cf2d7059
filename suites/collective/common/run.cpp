#include "suites/collective/run.hpp"

#include "suites/collective/bench.hpp"
#include "suites/collective/sizes.hpp"
#include "suites/collective/sweep.hpp"

// Compiled once for all operations: it holds the kernels of every type.

namespace assay::ASSAY_BACKEND {

void run_collective(Exec& exec, const Context& context, Results& results, Operation operation) {
  if (!has_others(context, results)) return;
  if (context.sweep) return run_sweep(exec, context, results, operation);
  const std::vector<Call> calls =
      calls_of(operation, context.level, is_gpu(exec.facts()), agreed_bytes(exec, context));
  const double seconds = 0.6 * context.seconds / static_cast<double>(calls.size());
  for (const Call& call : calls)
    measure_call(exec, context, call, seconds, results.next(exec.facts().subject));
}

}  // namespace assay::ASSAY_BACKEND
