#include "burnin/load/catalog.hpp"
#include "collectives/communicator.hpp"
#include "suites/burnin/play.hpp"
#include "suites/burnin/sums.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

/// A device that is alone moves data over its link instead of sums, a host idles.
void training(Exec& exec, const Context& context, Results& results) {
  const bool alone = context.ranks == nullptr || context.ranks->size() < 2;
  const Mix meanwhile = alone && is_gpu(exec.facts()) ? Mix{.copies = 1} : Mix{};
  play_stint_with_ranks(exec, context, results, training_load(context.stint.of_s, meanwhile));
}

}  // namespace

ASSAY_TEST(training, .summary = "products, then sums, as steps of training: power between both",
           .seconds = {.burnin = 900},
           .metrics = burn_metrics(with_sums({{"link_bandwidth", Unit::bytes_per_second},
                                              edge_metric()})),
           .timed = true, .verified = true, .joins_ranks = true, .in_stints = true);

}  // namespace assay::ASSAY_BACKEND
