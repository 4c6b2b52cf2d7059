#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace assay::bare {

/// What a plain loop over one library call reached.
struct Figure {
  std::string beside;  ///< our metric that measures the same: "memory.copy.copy_engine_bandwidth"
  std::string what;    ///< the call, in words
  std::string unit;    ///< "B/s", "FLOP/s", "OP/s"
  double median, best;
  std::size_t n;  ///< timings
};

/// What could not be measured, and why.
struct Missing {
  std::string what, why;
};

struct Findings {
  std::vector<Figure> figures;
  std::vector<Missing> missing;

  /// Calls `measure`; what it throws becomes an entry of `missing`, so that one call that fails
  /// does not cost the others.
  void attempt(const std::string& what, const std::function<Figure()>& measure);
};

/// cudaMemcpyAsync on the current device: within its memory, and to and from page-locked memory of
/// the host.
void measure_copies(Findings& findings);

/// cublasLtMatmul on the current device with the first algorithm that its heuristics give, as
/// programs call it: square products in each type, on random numbers.
void measure_products(Findings& findings);

/// Seconds of each of several batches of calls of `enqueue` on the default stream, a batch lasting
/// some ten milliseconds and all about half a second, after a tenth of a second of warm-up. Divided
/// by the number of calls in a batch.
[[nodiscard]] std::vector<double> seconds_a_call(const std::function<void()>& enqueue);

}  // namespace assay::bare
