#include "burnin/load/catalog.hpp"
#include "suites/burnin/play.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

/// A device that is alone moves data over its link instead of sums, a host idles.
void training(Exec& exec, const Context& context, Results& results) {
  const Mix meanwhile = is_gpu(exec.facts()) ? Mix{.copies = 1} : Mix{};
  play_stint(exec, context, results, training_load(context.stint.of_s, meanwhile), true);
}

}  // namespace

ASSAY_TEST(training, .summary = "products, then traffic, as steps of training: power between both",
           .seconds = {.burnin = 900},
           .metrics = burn_metrics({{"link_bandwidth", Unit::bytes_per_second}, edge_metric()}),
           .timed = true, .verified = true, .in_stints = true);

}  // namespace assay::ASSAY_BACKEND
