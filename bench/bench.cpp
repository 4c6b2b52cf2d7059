#include "bench/bench.hpp"

#include <benchmark/benchmark.h>

#include <utility>

#include "core/stats.hpp"

namespace assay {
namespace {

constexpr std::size_t kSamples = 25;

void run(benchmark::State& state, host::Exec& exec, const Cost& cost,
         const Bench::Prepare& prepare) {
  const auto body = prepare();
  const Sampled sampled =
      exec.sample({.seconds = 0.4, .min_samples = kSamples, .max_samples = kSamples}, cost, body);
  std::size_t next = 0;
  for (auto _ : state) state.SetIterationTime(sampled.seconds[next++ % sampled.seconds.size()]);
  const Samples seconds = summarise(sampled.seconds);
  state.counters["p05_s"] = seconds.p05;
  state.counters["p50_s"] = seconds.p50;
  state.counters["p95_s"] = seconds.p95;
  if (cost.bytes > 0) state.counters["bytes_per_s"] = cost.bytes / seconds.p50;
  if (cost.flops > 0) state.counters["ops_per_s"] = cost.flops / seconds.p50;
}

}  // namespace

void Bench::add(const std::string& name, const Cost& cost, Prepare prepare) {
  benchmark::RegisterBenchmark(name.c_str(),
                               [this, cost, prepare = std::move(prepare)](benchmark::State& state) {
                                 run(state, exec_, cost, prepare);
                               })
      ->UseManualTime()
      ->Iterations(kSamples)
      ->Unit(benchmark::kMicrosecond);
}

}  // namespace assay
