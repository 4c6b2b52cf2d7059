#pragma once
#include <cstdint>
#include <limits>

namespace assay {

/// Watches the time between ticks: time in which nothing was sampled, and jumps of the wall clock
/// against the steady one.
struct TickWatch {
  explicit TickWatch(double period) : period_s(period) {}

  static constexpr double kLate = 2.5;    ///< periods between ticks from which time counts as lost
  static constexpr double kJump_s = 0.5;  ///< change of wall minus steady time that is a jump

  double period_s;
  std::uint64_t ticks = 0;
  std::uint64_t gaps = 0;
  double lost_s = 0;  ///< beyond one period, summed over gaps
  double longest_gap_s = 0;
  std::uint64_t backwards = 0;  ///< ticks whose steady time was not later than the last: refused
  std::uint64_t jumps = 0;      ///< of the wall clock
  double largest_jump_s = 0;    ///< signed: above 0 = forwards
  double last_s = 0;
  double offset_s = std::numeric_limits<double>::quiet_NaN();  ///< wall minus steady time

  /// `t_s` of the steady clock, `wall_s` of the wall clock (NaN: not known). False: t_s is not
  /// later than the tick before and must not be used.
  bool add(double t_s, double wall_s);
};

}  // namespace assay
