#include "burnin/conclude/ticks.hpp"

#include <algorithm>
#include <cmath>

namespace assay {

bool TickWatch::add(double t_s, double wall_s) {
  if (ticks > 0 && !(t_s > last_s)) {
    ++backwards;
    return false;
  }
  const double elapsed = ticks == 0 ? 0 : t_s - last_s;
  if (elapsed > kLate * period_s) {
    ++gaps;
    lost_s += elapsed - period_s;
    longest_gap_s = std::max(longest_gap_s, elapsed);
  }
  ++ticks;
  last_s = t_s;
  if (std::isnan(wall_s)) return true;
  const double jump = wall_s - t_s - offset_s;
  if (std::abs(jump) > kJump_s) {
    ++jumps;
    if (std::abs(jump) > std::abs(largest_jump_s)) largest_jump_s = jump;
  }
  offset_s = wall_s - t_s;
  return true;
}

}  // namespace assay
