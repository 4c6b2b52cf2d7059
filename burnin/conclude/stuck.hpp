#pragma once
#include <limits>

namespace assay {

/// When a sensor counts as stuck.
struct StuckRule {
  double cause_moved =
      150;                 ///< the cause must move by this much, in its unit (W for a temperature)
  double patience_s = 60;  ///< and the reading must still be the same this long after
  double smooth_s = 10;    ///< moves of the cause shorter than this do not count
};

/// Watches whether a reading still follows its cause: temperature follows power, power follows the
/// commanded load. A reading that repeats exactly is stuck once its cause has moved and it has not;
/// steady readings under a steady cause are not.
struct StuckSensor {
  explicit StuckSensor(StuckRule how = {}) : rule(how) {}

  StuckRule rule;
  double value = std::numeric_limits<double>::quiet_NaN();
  double cause = value;  ///< smoothed
  double last_s = 0;
  double lowest = 0, highest = 0;  ///< smoothed cause since the reading last changed
  double since_s = 0;  ///< when watching began or began anew; what is smoothed needs a while
  double same_since_s = 0;
  double moved_s = -1;        ///< when the cause had moved enough; below 0: it has not
  double longest_same_s = 0;  ///< longest time of exact repeats, whatever the cause did
  double stuck_s = 0;         ///< longest time that it did not follow its cause; 0 = never stuck
  double stuck_since_s = -1;  ///< when the longest of these began

  /// NaN of either: that tick says nothing.
  void add(double t_s, double reading, double cause_now);
  [[nodiscard]] bool stuck() const { return stuck_s > 0; }
};

}  // namespace assay
