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
  measure_both_movers(
      exec, context, result, source, [&] { return exec.alloc<LinkWord>(n); }, sent);
}

}  // namespace

ASSAY_GPU_TEST(host_to_device,
               .summary = "copies from page-locked memory of the host to a GPU's memory",
               .seconds = {.quick = 1.5, .standard = 6, .burnin = 6},
               .metrics = {{"bandwidth", Unit::bytes_per_second},
                           {"sm_bandwidth", Unit::bytes_per_second}},
               .timed = true, .verified = true);

}  // namespace assay::ASSAY_BACKEND
