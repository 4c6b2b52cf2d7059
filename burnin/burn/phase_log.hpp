#pragma once
#include <limits>
#include <string>
#include <vector>

#include "burnin/burn/look.hpp"
#include "burnin/conclude/power.hpp"
#include "core/facts.hpp"

namespace assay {

/// One phase of a load, on its time.
struct PhaseSpan {
  std::string what;  ///< in words: "pulse of 0.1 s, 50 % of it"
  double begin_s = 0, end_s = 0;
};

/// What the phases of a load came to on one device, each for itself: a mean over a load whose
/// phases differ says little of any of them.
class PhaseLog {
 public:
  /// A load of one phase is concluded as a whole.
  explicit PhaseLog(std::vector<PhaseSpan> phases);
  PhaseLog() = default;

  /// What was read at second `t_s` of the load.
  void look(double t_s, const DeviceLook& look);
  /// The result of a stint of `seconds` that began at `from_s`; it counts for the phase that it
  /// lies in as a whole, and for none if there is no such phase.
  void stint(const Result& result, double from_s, double seconds);
  /// Adds the facts "phase_1", ...: mean power, the median of the main metric over the stints, and
  /// its droop where there are enough of them, as far as each is known.
  void conclude(Result& result) const;

 private:
  struct Phase {
    PhaseSpan span;
    EnergyMean energy = EnergyMean();
    std::vector<double> rates = {};
    Metric like = {};  ///< the main metric, as it was reported last
  };
  std::vector<Phase> phases_;
};

}  // namespace assay
