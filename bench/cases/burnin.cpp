#include <memory>

#include "bench/bench.hpp"
#include "burnin/simulate/play.hpp"

namespace assay {
namespace {

/// Three days of eight GPUs, ten looks a second: 2.6 million looks, and what they come to.
void burn_of_72_hours(benchmark::State& state) {
  const Load load({{.shape = Shape::soak(), .seconds = 72 * 3600}});
  for (auto _ : state) {
    SimulatedClock clock(1.8e9);
    const PlayedBurn played = play({}, load, clock);
    if (played.results.size() != 9) state.SkipWithError("not a result a GPU");
    benchmark::DoNotOptimize(played.results.data());
  }
  state.counters["looks"] = benchmark::Counter(72 * 3600 * 10 * 8);
}

void add(Bench& bench) {
  (void)bench;
  benchmark::RegisterBenchmark("burnin/72h_8gpus", burn_of_72_hours)
      ->Unit(benchmark::kSecond)
      ->Iterations(1);
}

}  // namespace

ASSAY_BENCH(add);

}  // namespace assay
