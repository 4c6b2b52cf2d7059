#include <memory>
#include <stdexcept>

#include "bench/bench.hpp"
#include "burnin/simulate/play.hpp"

namespace assay {
namespace {

/// Three days of eight GPUs, ten looks a second: 21 million looks, and what they come to.
void burn_of_72_hours(Bench& bench) {
  bench.add("burnin/72h_8gpus", {}, [] {
    const auto load = std::make_shared<const Load>(
        std::vector<Phase>{{.shape = Shape::soak(), .seconds = 72 * 3600}});
    return [load] {
      SimulatedClock clock(1.8e9);
      constexpr std::size_t kResults = 9;  // of the GPUs and the node
      if (play({}, *load, clock).results.size() != kResults)
        throw std::logic_error("a GPU has no result");
    };
  });
}

}  // namespace

ASSAY_BENCH(burn_of_72_hours);

}  // namespace assay
