#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace assay {

/// How a load rises and falls: a level from 0 (idle) to 1 (its target) as a function of the time
/// since the load's start, in seconds. Before second 0 every shape is at level 0. A shape has no
/// state, so it goes on over stints, over a run that was resumed, and in step on all nodes.
class Shape {
 public:
  /// Always at the target.
  [[nodiscard]] static Shape soak() noexcept;
  /// From 0 to the target in `seconds`, then there. Each factory throws Error for parameters that
  /// are not finite or that are out of range.
  [[nodiscard]] static Shape ramp(double seconds);
  /// A square wave: the first `duty` (0 to 1, exclusive) of each period at the target, the rest
  /// idle. Periods of kShortestPeriod_s to kLongestPeriod_s.
  [[nodiscard]] static Shape pulse(double period_s, double duty);
  /// A staircase for thermal fits: idle, half, full, `dwell_s` seconds each, and again: a half
  /// step, a second one from another level, and a whole one down.
  [[nodiscard]] static Shape step(double dwell_s);
  /// A square wave whose frequency rises by the same factor every second, from `from_hz` to `to_hz`
  /// in `seconds`; then it stays there.
  [[nodiscard]] static Shape sweep(double from_hz, double to_hz, double seconds);
  /// As a training step: `compute_share` of `step_s` seconds of computing, then what ranks exchange
  /// (which Phase::meanwhile is for).
  [[nodiscard]] static Shape training(double step_s, double compute_share);

  static constexpr double kShortestPeriod_s = 0.01, kLongestPeriod_s = 60;

  /// "soak", "ramp", "pulse", "step", "sweep", "training"
  [[nodiscard]] std::string_view name() const noexcept;
  /// For people: "pulse of 0.1 s, 50 % of it".
  [[nodiscard]] std::string describe() const;
  [[nodiscard]] double level(double t_s) const noexcept;
  /// When the level next jumps after `t_s`: always later than `t_s`, and level() there is the new
  /// one. Nothing for shapes that never jump.
  [[nodiscard]] std::optional<double> next_edge(double t_s) const noexcept;
  /// After which it repeats itself; of a sweep, which does not, nothing.
  [[nodiscard]] std::optional<double> period_s() const noexcept;
  /// The level's integral over [from_s, to_s], in seconds of full load.
  [[nodiscard]] double integral(double from_s, double to_s) const noexcept;
  /// How often it goes up and down a second around `t_s`; 0 where it does not.
  [[nodiscard]] double frequency_hz(double t_s) const noexcept;

 private:
  enum class Kind { soak, ramp, pulse, step, sweep, training };
  Shape(Kind kind, double period_s, double high_s) noexcept
      : kind_(kind), period_s_(period_s), high_s_(high_s) {}
  [[nodiscard]] double start_of(double cycle) const noexcept { return cycle * period_s_; }
  [[nodiscard]] double cycle_at(double t_s) const noexcept;
  [[nodiscard]] double sweep_edge(double k) const noexcept;
  [[nodiscard]] double sweep_edges_until(double t_s) const noexcept;
  [[nodiscard]] double periodic_level(double t_s) const noexcept;
  [[nodiscard]] double edge_in_cycle(double cycle, double t_s) const noexcept;

  Kind kind_;
  double period_s_;  ///< of what repeats; of a ramp or sweep how long it takes
  double high_s_;    ///< of each period at the target; of a staircase how long it dwells
  double from_hz_ = 0, to_hz_ = 0;
};

}  // namespace assay
