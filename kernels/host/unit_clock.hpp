#pragma once
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "kernels/faults.hpp"
#include "kernels/fma.hpp"
#include "kernels/script.hpp"

namespace assay::host {

/// How long the units of a device take: by the clock, or computed as the script has it.
class UnitClock {
 public:
  UnitClock(std::vector<std::string> names, const Script& script)
      : computes_(computes_time(script)), slow_(script.slow_unit), times_(names.size()) {
    for (std::size_t u = 0; u < names.size(); ++u) times_[u].unit = std::move(names[u]);
  }
  /// Carries out `work` of `unit`.
  template <class Work>
  void time(std::size_t unit, const Work& work) {
    const double share = slow_ && std::cmp_equal(slow_->unit, unit) ? slow_->share : 1;
    const double begin = now_s();
    work();
    const double worked = now_s() - begin;
    if (!computes_)
      while ((now_s() - begin) * share < worked) continue;
    times_[unit].seconds = computes_ ? 1 / share : now_s() - begin;
  }
  [[nodiscard]] const std::vector<UnitTime>& times() const { return times_; }

 private:
  static double now_s() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration<double>(now).count();
  }

  bool computes_;
  std::optional<SlowUnit> slow_;
  std::vector<UnitTime> times_;
};

}  // namespace assay::host
