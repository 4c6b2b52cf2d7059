#include "suites/link/peers.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void all_to_one(Exec&, const Context& context, Results& results) {
  measure_hubs(context, results, Flow::to_one);
}

}  // namespace

ASSAY_GPU_TEST(all_to_one, .summary = "all other GPUs write to one at once: what arrives there",
               .seconds = {.standard = 10, .burnin = 10},
               .metrics = {{"bandwidth", Unit::bytes_per_second}}, .timed = true, .verified = true,
               .whole_node = true);

}  // namespace assay::ASSAY_BACKEND
