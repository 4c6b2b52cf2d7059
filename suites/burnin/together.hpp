#pragma once
#include <algorithm>

#include "burnin/load/load.hpp"
#include "suites/burnin/player.hpp"
#include "suites/burnin/sums.hpp"

// How ranks play a load together. They take the same steps in the same order, whatever their clocks
// say: each step ends with sums, and before these they agree on whether it was the last.

namespace assay::ASSAY_BACKEND {

/// A load with pauses: works until the level falls, then sums until it rises.
inline void step_together(Player& player, const Load& load, Sums& sums, double to_s) {
  for (;;) {
    const double begin_s = player.now();
    if (load.level(begin_s) > 0) player.go(std::min(load.next_edge(begin_s).value_or(to_s), to_s));
    const double t = player.now();
    const double until_s = std::min(load.next_edge(t).value_or(to_s), to_s);
    const double pause_s =
        load.level(t) > 0 ? 0 : until_s - t;  // else it came too late for this one
    if (!sums.exchange(t >= to_s || player.broken(), pause_s, {})) return;
  }
}

/// A load without pauses: sums while it works.
inline void sum_beside(Player& player, Sums& sums, double to_s) {
  constexpr double kStep_s = 2;
  for (;;) {
    const double t = player.now();
    const double until_s = std::min(t + kStep_s, to_s);
    if (!sums.exchange(t >= to_s || player.broken(), until_s - t, [&] { player.go(until_s); }))
      return;
  }
}

/// As Player::play(), until some rank is at second `to_s` of the load.
inline void play_together(Player& player, const Load& load, Sums& sums, double to_s) {
  player.begin(to_s);
  if (load.phases().front().shape.next_edge(0))
    step_together(player, load, sums, to_s);
  else
    sum_beside(player, sums, to_s);
  player.finish();
}

}  // namespace assay::ASSAY_BACKEND
