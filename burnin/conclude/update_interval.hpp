#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace assay {

/// How often a sensor really has a new reading, from how long its readings stay the same when they
/// are taken every `period_s`. Readings that repeat by chance make the interval look longer, never
/// shorter, so a band derived from it is too narrow rather than too wide.
struct UpdateInterval {
  explicit UpdateInterval(double period) : period_s(period) {}
  static constexpr std::size_t kLongest = 64;   ///< periods
  static constexpr std::uint64_t kFewest = 30;  ///< changes that a figure needs

  double period_s;
  double last = std::numeric_limits<double>::quiet_NaN();
  double changed_s = -1;  ///< when it last changed; below 0: not seen to change since the last gap
  double last_s = -1;
  std::array<std::uint64_t, kLongest + 1> counts{};  ///< changes by periods since the one before
  std::uint64_t changes = 0;

  void add(double t_s, double value) {
    if (value == value && t_s > last_s && t_s - last_s < 2.5 * period_s) [[likely]] {
      if (value != last) change(t_s);
    } else {
      changed_s = -1;
    }
    last = value;
    last_s = t_s;
  }
  /// Seconds; at least `period_s`, as faster sensors cannot be told. NaN below kFewest changes.
  [[nodiscard]] double interval_s() const;

 private:
  void change(double t_s) {
    if (changed_s >= 0) {
      const double periods = (t_s - changed_s) / period_s + 0.5;
      ++counts[periods < double{kLongest} ? static_cast<std::size_t>(periods) : kLongest];
      ++changes;
    }
    changed_s = t_s;
  }
};

}  // namespace assay
