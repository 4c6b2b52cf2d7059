#pragma once
#include "suites/collective/bench.hpp"
#include "suites/collective/sizes.hpp"
#include "suites/collective/sweep.hpp"

// What the tests of single collectives have in common.

namespace assay::ASSAY_BACKEND {

/// Seconds that one of them takes for a whole sweep, unless a budget says otherwise.
inline constexpr double kSweepSeconds = 60;

/// Every call of the level, in turn, or of the sweep. What a rank finds is about its own device.
inline void run_collective(Exec& exec, const Context& context, Results& results,
                           Operation operation) {
  if (!has_others(context, results)) return;
  if (context.sweep) return run_sweep(exec, context, results, operation);
  const std::vector<Call> calls =
      calls_of(operation, context.level, is_gpu(exec.facts()), agreed_bytes(exec, context));
  const double seconds = 0.6 * context.seconds / static_cast<double>(calls.size());
  for (const Call& call : calls)
    measure_call(exec, context, call, seconds, results.next(exec.facts().subject));
}

}  // namespace assay::ASSAY_BACKEND
