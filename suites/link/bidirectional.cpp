#include "suites/link/copy.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

/// What goes to the device and what comes from it, at once.
void measure(Exec& exec, const Context& context, Result& result, const char* metric, Mover mover,
             std::size_t n, double seconds) {
  const Payload down{context.data, context.seed};
  const Payload up{context.data, ~context.seed};
  const auto host_source = exec.alloc_host<LinkWord>(n);
  const auto device_source = exec.alloc<LinkWord>(n);
  exec.fill_host(host_source, down);
  exec.for_each(n, Put<LinkWord, Payload>{device_source.data(), up});
  const auto host_target = exec.alloc_host<LinkWord>(n);
  const auto device_target = exec.alloc<LinkWord>(n);

  const std::size_t bytes = n * sizeof(LinkWord);
  const double both = 2 * static_cast<double>(bytes);
  const Sampled sampled = exec.sample({.seconds = seconds}, link_cost(both), [&] {
    exec.copies().copy_both(mover, {device_target.data(), host_source.data()},
                            {host_target.data(), device_source.data()}, bytes);
  });
  check_arrival(exec, result,
                std::string("wrong word after a copy to the device ") + mover_text(mover),
                device_target, down);
  check_arrival(exec, result,
                std::string("wrong word after a copy to the host ") + mover_text(mover),
                host_target, up);
  result.steady = result.steady.value_or(true) && sampled.steady;
  result.metrics.push_back(
      sampled_metric(metric, Unit::bytes_per_second, Better::higher, rates(sampled, both)));
}

void bidirectional(Exec& exec, const Context& context, Results& results) {
  const std::size_t n = link_words(context, 2);
  Result& result = results.device();
  describe_link(result, exec, context, n);
  measure(exec, context, result, "bandwidth", Mover::copy_engine, n, 0.35 * context.seconds);
  measure(exec, context, result, "sm_bandwidth", Mover::kernel, n, 0.15 * context.seconds);
}

}  // namespace

ASSAY_GPU_TEST(bidirectional,
               .summary = "copies between host and GPU both ways at once: the sum of both",
               .seconds = {.standard = 8, .burnin = 8},
               .metrics = {{"bandwidth", Unit::bytes_per_second},
                           {"sm_bandwidth", Unit::bytes_per_second}},
               .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
