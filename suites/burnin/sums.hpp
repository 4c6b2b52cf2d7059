#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "suites/test.hpp"

namespace assay::ASSAY_BACKEND {

/// `metrics` and those of a load that sums over ranks.
inline std::vector<MetricSpec> with_sums(std::vector<MetricSpec> metrics) {
  metrics.push_back({"bus_bandwidth", Unit::bytes_per_second});
  metrics.push_back({"sum_checks", Unit::count});
  return metrics;
}

/// The sums of gradients that a load has between its ranks. All of them call the same in the same
/// order; what decides how much each does is agreed on, so that none waits for one that has left.
/// Every call throws Stalled where a rank is missing for longer than patience_s().
class Sums {
 public:
  Sums() = default;
  Sums(const Sums&) = delete;
  Sums& operator=(const Sums&) = delete;
  virtual ~Sums() = default;

  /// The largest of all ranks' figures.
  [[nodiscard]] virtual double largest(double mine) = 0;
  /// Holds every element of a sum against what it must be, and names the rank that sent a wrong
  /// one.
  virtual void check() = 0;
  /// Sums for about as long as the rank that has least time, `seconds`, at least once, while
  /// `beside` is done, if it is anything; now and then a check follows. False, and nothing was
  /// done, where for any rank it is `over`.
  [[nodiscard]] virtual bool exchange(bool over, double seconds,
                                      const std::function<void()>& beside) = 0;
  /// Adds what the sums came to.
  virtual void report() = 0;
};

/// Those among context.ranks, at a size as gradients are summed in; nullptr where this device has
/// nobody to talk to. The fact "collective" says either. `exec`, `context` and `result` must
/// outlive it.
[[nodiscard]] std::unique_ptr<Sums> sums_among(Exec& exec, const Context& context, Result& result);

}  // namespace assay::ASSAY_BACKEND
