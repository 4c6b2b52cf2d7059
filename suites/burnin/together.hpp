#pragma once
#include <algorithm>

#include "burnin/load/load.hpp"
#include "suites/burnin/player.hpp"
#include "suites/burnin/sums.hpp"

// How ranks play a load together. They take the same steps in the same order, whatever their clocks
// say: each step has its sums, and before these they agree on whether it was the last. One step is
// taken at least: also a stint that begins late has something to tell.

namespace assay::ASSAY_BACKEND {

/// A load with pauses: works until the level falls, sums until it is about to rise, and waits for
/// that.
inline void step_together(Player& player, const Load& load, Sums& sums, double to_s) {
  const auto edge_after = [&](double t) {
    return std::min(load.next_edge(t).value_or(to_s), to_s);
  };
  for (bool first = true;; first = false) {
    const double begin_s = player.now();
    if (load.level(begin_s) > 0) player.go(edge_after(begin_s));
    const double t = player.now();
    const double pause_s = load.level(t) > 0 ? 0 : edge_after(t) - t;  // it may have come too late
    if (!sums.exchange(!first && (t >= to_s || player.broken()), pause_s, {})) return;
    const double end_s = player.now();
    if (!(load.level(end_s) > 0)) player.go(edge_after(end_s));
  }
}

/// A load without pauses: sums while it works.
inline void sum_beside(Player& player, Sums& sums, double to_s) {
  constexpr double kStep_s = 2;
  for (bool first = true;; first = false) {
    const double t = player.now();
    const double until_s = std::min(t + kStep_s, to_s);
    if (!sums.exchange(!first && (t >= to_s || player.broken()), until_s - t,
                       [&] { player.go(until_s); }))
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
