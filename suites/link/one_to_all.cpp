#include "suites/link/peers.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

void one_to_all(Exec&, const Context& context, Results& results) {
  measure_hubs(context, results, Flow::from_one);
}

}  // namespace

ASSAY_GPU_TEST(one_to_all, .summary = "one GPU writes to all others at once: what leaves it",
               .seconds = {.standard = 10, .burnin = 10},
               .metrics = {{"bandwidth", Unit::bytes_per_second}}, .timed = true, .verified = true,
               .whole_node = true);

}  // namespace assay::ASSAY_BACKEND
