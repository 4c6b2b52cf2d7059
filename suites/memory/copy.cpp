#include "kernels/copies.hpp"
#include "suites/memory/stream.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

/// Times copies into memory of its own, poisoned, and adds `metric`: bytes read and bytes written.
void measure(Exec& exec, Result& result, const char* metric, Mover mover,
             const Buffer<double>& source, const Operand& data, double seconds) {
  const std::size_t n = source.size();
  const auto target = exec.alloc<double>(n);
  const Cost cost{16.0 * static_cast<double>(n), 0};
  const Sampled sampled = exec.sample({.seconds = seconds}, cost, [&] {
    exec.copies().copy(mover, target.data(), source.data(), n * sizeof(double));
  });
  const char* what = mover == Mover::kernel ? "wrong element after a copy by kernel"
                                            : "wrong element after a copy by copy engine";
  record(result, what, exec.verify(target, Exactly<Operand>{data}),
         place_in(exec, "target", target));
  const bool steady = result.steady.value_or(true) && sampled.steady;
  add_bandwidth(result, exec, sampled, cost.bytes);
  result.metrics.back().name = metric;
  result.steady = steady;
}

void copy(Exec& exec, const Context& context, Results& results) {
  const std::size_t n = elements(exec, context);
  const auto source = exec.alloc<double>(n);
  const Operand data{context.data, context.seed};
  fill(exec, source, data);
  Result& result = results.device();
  describe(result, exec, context, n);
  for (const auto& [metric, mover] : {std::pair{"copy_engine_bandwidth", Mover::copy_engine},
                                      std::pair{"sm_bandwidth", Mover::kernel}})
    measure(exec, result, metric, mover, source, data, 0.3 * context.seconds);
}

}  // namespace

ASSAY_GPU_TEST(copy, .summary = "copies within a GPU's memory, by copy engine and by kernel",
               .seconds = {.quick = 2, .standard = 10, .burnin = 10},
               .metrics = {{"copy_engine_bandwidth", Unit::bytes_per_second},
                           {"sm_bandwidth", Unit::bytes_per_second}},
               .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
