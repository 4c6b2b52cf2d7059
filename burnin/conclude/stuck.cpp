#include "burnin/conclude/stuck.hpp"

#include <algorithm>
#include <cmath>

namespace assay {

void StuckSensor::add(double t_s, double reading, double cause_now) {
  if (std::isnan(reading) || std::isnan(cause_now)) return;
  const double elapsed = t_s - last_s;
  const bool anew = std::isnan(value) || elapsed > rule.patience_s || elapsed < 0;
  last_s = t_s;
  cause = anew ? cause_now : cause + (cause_now - cause) * elapsed / (rule.smooth_s + elapsed);
  if (anew) since_s = t_s;
  if (anew || reading != value) {
    value = reading;
    same_since_s = t_s;
    lowest = highest = cause;
    moved_s = -1;
    return;
  }
  const bool settling = t_s - since_s < 3 * rule.smooth_s;
  lowest = settling ? cause : std::min(lowest, cause);
  highest = settling ? cause : std::max(highest, cause);
  if (moved_s < 0 && highest - lowest >= rule.cause_moved) moved_s = t_s;
  const double same_s = t_s - same_since_s;
  longest_same_s = std::max(longest_same_s, same_s);
  if (moved_s < 0 || t_s - moved_s < rule.patience_s || same_s <= stuck_s) return;
  stuck_s = same_s;
  stuck_since_s = same_since_s;
}

}  // namespace assay
