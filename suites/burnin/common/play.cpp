#include "suites/burnin/play.hpp"

#include "suites/burnin/burn.hpp"

// Compiled once for all loads: it holds the kernels of every type.

namespace assay::ASSAY_BACKEND {

void play_stint(Exec& exec, const Context& context, Results& results, const Load& load, Pace pace) {
  burn(exec, context, results, pace, [&](auto& stint) { stint.play(load); });
}

void play_stint_with_ranks(Exec& exec, const Context& context, Results& results, const Load& load) {
  burn(exec, context, results, Pace::brisk, [&](auto& stint) {
    stint.join();
    stint.play(load);
  });
}

}  // namespace assay::ASSAY_BACKEND
