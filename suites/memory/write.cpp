#include "suites/memory/stream.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void write(Exec& exec, const Context& context, Results& results) {
  const std::size_t n = elements(exec, context);
  const auto array = exec.alloc<double>(n);
  const double value = Operand{context.data, context.seed}(0);

  const Cost cost{8.0 * static_cast<double>(n), 0};
  const Sampled sampled = exec.sample({.seconds = context.seconds / 2}, cost,
                                      [&] { exec.streams().write(array.data(), value, n); });

  Result& result = results.device();
  describe(result, exec, context, n);
  record(result, "memory does not hold what was written",
         exec.verify(array, Exactly<Constant<double>>{{value}}), place_in(exec, "array", array));
  add_bandwidth(result, exec, sampled, cost.bytes);
}

}  // namespace

ASSAY_TEST(write, .summary = "one value is written to every element: sustained write bandwidth",
           .seconds = {.quick = 1.5, .standard = 10, .burnin = 10},
           .gpu_seconds = Seconds{.standard = 5, .burnin = 5},
           .metrics = {{"bandwidth", Unit::bytes_per_second}}, .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
