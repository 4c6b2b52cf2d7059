#include "suites/link/copy.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void host_to_device(Exec& exec, const Context& context, Results& results) {
  const std::size_t n = link_words(context, 1);
  Result& result = results.device();
  describe_link(result, exec, context, n);
  const Payload sent{context.data, context.seed};
  const auto source = exec.alloc_host<LinkWord>(n);
  exec.fill_host(source, sent);
  const auto target = [&] { return exec.alloc<LinkWord>(n); };
  measure_one_way(exec, result, "bandwidth", Mover::copy_engine, source, target, sent,
                  0.4 * context.seconds);
  measure_one_way(exec, result, "sm_bandwidth", Mover::kernel, source, target, sent,
                  0.2 * context.seconds);
}

}  // namespace

ASSAY_GPU_TEST(host_to_device,
               .summary = "copies from page-locked memory of the host to a GPU's memory",
               .seconds = {.quick = 1.5, .standard = 6, .burnin = 6},
               .metrics = {{"bandwidth", Unit::bytes_per_second},
                           {"sm_bandwidth", Unit::bytes_per_second}},
               .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
