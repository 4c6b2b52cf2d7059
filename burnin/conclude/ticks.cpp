#include "burnin/conclude/ticks.hpp"

#include <algorithm>
#include <cmath>

namespace assay {

bool TickWatch::add(double t_s, double wall_s) {
  if (ticks > 0 && !(t_s > last_s)) {
    ++backwards;
    return false;
  }
  if (ticks == 0) first_s = t_s;
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

void TickWatch::merge(const TickWatch& later) {
  if (later.ticks == 0) return;
  TickWatch merged = later;
  if (ticks > 0) {
    merged.first_s = first_s;
    const double between = later.first_s - last_s;
    if (between > kLate * period_s) {
      ++merged.gaps;
      merged.lost_s += between - period_s;
      merged.longest_gap_s = std::max(merged.longest_gap_s, between);
    }
  }
  merged.ticks += ticks;
  merged.gaps += gaps;
  merged.lost_s += lost_s;
  merged.longest_gap_s = std::max(merged.longest_gap_s, longest_gap_s);
  merged.backwards += backwards;
  merged.jumps += jumps;
  if (std::abs(largest_jump_s) > std::abs(merged.largest_jump_s))
    merged.largest_jump_s = largest_jump_s;
  *this = merged;
}

}  // namespace assay
