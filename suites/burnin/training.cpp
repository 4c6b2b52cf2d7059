#include "suites/burnin/burn.hpp"

namespace assay::ASSAY_BACKEND {
namespace {

/// What a job's steps do to power: compute, then wait for the others. A device that is alone moves
/// data over its link instead of sums, a host idles.
void training(Exec& exec, const Context& context, Results& results) {
  constexpr double step_s = 1, compute_share = 0.7;
  const double fitting_s = std::min(step_s, context.stint.of_s / 4);
  const Mix meanwhile = is_gpu(exec.facts()) ? Mix{.copies = 1} : Mix{};
  burn(exec, context, results, true, [&](auto& stint) {
    stint.play(Load({{.shape = Shape::training(fitting_s, compute_share),
                      .seconds = context.stint.of_s,
                      .meanwhile = meanwhile}}));
  });
}

}  // namespace

ASSAY_TEST(training, .summary = "products, then traffic, as steps of training: power between both",
           .seconds = {.burnin = 900},
           .metrics = burn_metrics({{"link_bandwidth", Unit::bytes_per_second}, edge_metric()}),
           .timed = true, .verified = true, .in_stints = true);

}  // namespace assay::ASSAY_BACKEND
