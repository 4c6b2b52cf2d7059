#include "suites/link/copy.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void device_to_host(Exec& exec, const Context& context, Results& results) {
  const std::size_t n = link_words(context, 1);
  Result& result = results.device();
  describe_link(result, exec, context, n);
  const Payload sent{context.data, context.seed};
  const auto source = exec.alloc<LinkWord>(n);
  exec.for_each(n, Put<LinkWord, Payload>{source.data(), sent});
  const auto target = [&] { return exec.alloc_host<LinkWord>(n); };
  measure_one_way(exec, result, "bandwidth", Mover::copy_engine, source, target, sent,
                  0.4 * context.seconds);
  measure_one_way(exec, result, "sm_bandwidth", Mover::kernel, source, target, sent,
                  0.2 * context.seconds);
}

}  // namespace

ASSAY_GPU_TEST(device_to_host,
               .summary = "copies from a GPU's memory to page-locked memory of the host",
               .seconds = {.quick = 1.5, .standard = 6, .burnin = 6},
               .metrics = {{"bandwidth", Unit::bytes_per_second},
                           {"sm_bandwidth", Unit::bytes_per_second}},
               .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
