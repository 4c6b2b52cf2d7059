#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace assay {

/// How much a counter grew, or why that is not known.
struct CounterGrowth {
  std::optional<std::int64_t> value;
  bool at_least = false;    ///< `value` is a lower bound; `reason` says why
  std::string_view reason;  ///< "" = exact
};

/// Sums the growth of a counter that only grows, over resets (it starts from 0 again) and, where
/// its range is known, wraps.
struct CounterDelta {
  CounterDelta() = default;
  /// `wraps_at`: one more than the largest value, after which it starts from 0 (2^32).
  explicit CounterDelta(std::int64_t wraps_at) : range(wraps_at) {}

  std::int64_t range = 0;  ///< where it wraps; 0 = never
  std::int64_t last = -1;  ///< below 0: not read yet
  std::int64_t growth = 0;
  std::uint64_t readings = 0;
  std::uint64_t missing = 0;      ///< readings that failed
  std::uint64_t missing_now = 0;  ///< of these, since the last that succeeded
  std::uint64_t resets = 0, wraps = 0;

  /// Takes a reading, nothing = it failed. Returns how much was added since the last reading: after
  /// a reset, what the counter holds since; nothing at the first reading and at a failed one.
  std::optional<std::int64_t> add(std::optional<std::int64_t> reading);
  /// Unknown when never read or read once; a lower bound after a reset (what was counted between
  /// the last reading and the reset is lost) and when the latest readings failed.
  [[nodiscard]] CounterGrowth result() const;
};

/// Growth of a counter while the load is on and while it is off: errors that come only under load
/// point at power, heat or signal margin, others at what is broken for good.
struct LoadSplit {
  explicit LoadSplit(std::int64_t wraps_at = 0) : counter(wraps_at) {}

  CounterDelta counter;
  double last_s = -1;  ///< below 0: nothing read yet
  double loaded_s = 0, idle_s = 0;
  std::int64_t loaded = 0, idle = 0;
  std::int64_t mixed = 0;  ///< grew while the load changed
  bool last_loaded = false;
  bool changed = false;  ///< the load changed since the last reading

  /// The load is on or off from now on. Cheap; may be called at every tick.
  void load(bool on) {
    changed = changed || on != last_loaded;
    last_loaded = on;
  }
  void add(double t_s, std::optional<std::int64_t> reading);
  /// Whether it grows only under load: yes where it did not grow while idle, though at the loaded
  /// rate it would have (p < 1 %); no where it grew while idle; nothing where it did not grow under
  /// load or idle time was too short to tell.
  [[nodiscard]] std::optional<bool> only_under_load() const;
};

}  // namespace assay
