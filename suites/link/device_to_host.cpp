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
  measure_both_movers(
      exec, context, result, source, [&] { return exec.alloc_host<LinkWord>(n); }, sent);
}

}  // namespace

ASSAY_GPU_TEST(device_to_host,
               .summary = "copies from a GPU's memory to page-locked memory of the host",
               .seconds = {.quick = 1.5, .standard = 6, .burnin = 6},
               .metrics = {{"bandwidth", Unit::bytes_per_second},
                           {"sm_bandwidth", Unit::bytes_per_second}},
               .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
