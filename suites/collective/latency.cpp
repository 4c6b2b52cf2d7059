#include "suites/collective/bench.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

/// What the smallest sums cost: a step of training waits for many of them.
void latency(Exec& exec, const Context& context, Results& results) {
  if (!has_others(context, results)) return;
  Result& result = results.device();
  const Call call{
      .operation = Operation::all_reduce, .type = ElementType::fp32, .bytes = 8, .in_place = true};
  CollectiveBench<std::uint32_t> bench(exec, context, call, result);
  result.metrics.push_back(sampled_metric("latency", Unit::seconds, Better::lower,
                                          bench.checked_sample(0.6 * context.seconds)));
}

}  // namespace

ASSAY_TEST(latency, .summary = "Sums of 8 bytes over all ranks: what waiting for each other costs",
           .seconds = {.quick = 1, .standard = 5},
           .metrics = {{"latency", Unit::seconds, Better::lower}}, .timed = true, .verified = true,
           .ranked = true);

}  // namespace assay::ASSAY_BACKEND
