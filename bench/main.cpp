#include <benchmark/benchmark.h>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "bench/bench.hpp"
#include "bench/compare.hpp"
#include "kernels/host/describe.hpp"

namespace {

constexpr int kUsage = 3;

int run_benchmarks(int argc, char** argv, assay::host::Exec& exec) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return kUsage;
  assay::Bench bench(exec);
  assay::register_cases(bench);
  // The filter is passed on in words: else the library would take one from a stray environment
  // variable only.
  if (benchmark::RunSpecifiedBenchmarks(nullptr, nullptr, benchmark::GetBenchmarkFilter()) > 0)
    return 0;
  std::cerr << "assay-bench: no benchmark matches\n";
  return kUsage;
}

int run(int argc, char** argv) {
  using namespace assay;
  const bool compares = argc > 1 && std::string(argv[1]) == "--compare";
  const host::Settings settings = host::describe_host(HostFiles());
  SystemClock clock;
  if (compares) {
    const int rounds = argc > 2 ? static_cast<int>(std::strtol(argv[2], nullptr, 10)) : 15;
    if (rounds < 1) {
      std::cerr << "assay-bench: --compare [ROUNDS]: ROUNDS is a number from 1\n";
      return kUsage;
    }
    return compare(settings, clock, rounds, std::cout) ? 0 : 1;
  }
  host::Exec exec(settings, clock);
  return run_benchmarks(argc, argv, exec);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "assay-bench: " << error.what() << "\n";
    return 4;
  }
}
