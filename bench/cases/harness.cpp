#include "bench/bench.hpp"

// What the harness itself costs: a call of nothing, and a piece of work of nothing on all cores.

namespace assay {
namespace {

void harness(Bench& bench) {
  bench.add("harness/empty_call", {}, [] { return [] {}; });
  bench.add("harness/empty_round_of_the_team", {},
            [&exec = bench.exec()] { return [&exec] { exec.team().run([](std::size_t) {}); }; });
}

}  // namespace

ASSAY_BENCH(harness);

}  // namespace assay
