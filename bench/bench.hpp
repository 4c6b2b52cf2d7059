#pragma once
#include <functional>
#include <string>

#include "core/units.hpp"
#include "kernels/host/exec.hpp"

namespace assay {

/// Registers benchmarks with Google Benchmark. Each is timed by the sampler that tests use and
/// hands the library a fixed number of times: the library's own calibration would repeat set-up and
/// lose the samples.
class Bench {
 public:
  explicit Bench(host::Exec& exec) : exec_(exec) {}
  [[nodiscard]] host::Exec& exec() noexcept { return exec_; }

  /// Makes ready what one benchmark needs and returns its body, which keeps what it needs alive.
  using Prepare = std::function<std::function<void()>()>;
  /// `cost` is of one call of the body. The report has p05, p50 and p95 of the seconds a call and,
  /// where the cost says so, bytes or operations a second at p50.
  void add(const std::string& name, const Cost& cost, Prepare prepare);

 private:
  host::Exec& exec_;
};

/// All files below bench/cases/, through a table that the build writes.
void register_cases(Bench& bench);

// A file below bench/cases/ ends with this, in namespace assay, naming a function `void f(Bench&)`.
#define ASSAY_BENCH(function)                                \
  void ASSAY_BENCH_SYMBOL(Bench& bench) { function(bench); } \
  static_assert(true, "require a trailing semicolon")

}  // namespace assay
