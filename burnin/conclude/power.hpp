#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include "burnin/conclude/quantiles.hpp"

namespace assay {

/// Sum of powers read at one time; NaN if any of them is: a sum of seven of eight is no sum.
[[nodiscard]] double summed_or_gap(std::span<const double> powers_w) noexcept;

/// Mean power over a time.
struct MeanPower {
  double watts = std::numeric_limits<double>::quiet_NaN();
  bool from_energy = false;  ///< from the energy counter, else from power readings
  double covered_s = 0;      ///< time that the figure rests on
};

/// Mean power from differences of an energy counter, which misses nothing between two readings;
/// from time-weighted power readings where there is no counter.
struct EnergyMean {
  /// `wraps_at`: joules after which the counter begins at 0 again (RAPL); 0 = never. `most`: no
  /// device draws more; it tells a wrap from a reset.
  explicit EnergyMean(double wraps_at = 0, double most = 1e5) : range_j(wraps_at), most_w(most) {}

  double range_j, most_w;
  double energy_j = std::numeric_limits<double>::quiet_NaN();  ///< as it last moved
  double moved_s = -1;  ///< when; below 0: not seen to move since the start or a reset
  double grown_j = 0;   ///< between moves
  double grown_s = 0;
  std::uint64_t resets = 0, wraps = 0;
  double last_s = -1, last_w = std::numeric_limits<double>::quiet_NaN();
  double power_ws = 0, power_s = 0;  ///< integral of power readings, and over which time
  double longest_s = 2;              ///< readings further apart are a gap

  /// NaN = not read, either of them.
  void add(double t_s, double energy_now_j, double power_w);
  [[nodiscard]] MeanPower mean() const;

 private:
  void add_energy(double t_s, double now_j);
};

/// How fast and how far a summed power moves: what a hall's supply feels.
struct PowerRamp {
  /// Rates are taken over `over` seconds; `period` is the time between readings.
  explicit PowerRamp(double period, double over = 1);
  static constexpr std::size_t kMost = 128;

  double period_s, over_s;
  std::size_t back;                             ///< readings that make up over_s
  std::array<double, kMost> times{}, powers{};  ///< the latest readings, a ring
  std::size_t filled = 0, next = 0;
  BoundedQuantiles rates;                     ///< absolute, W/s
  double steepest_up = 0, steepest_down = 0;  ///< W/s; down is below 0
  double lowest_w = std::numeric_limits<double>::infinity();
  double highest_w = -std::numeric_limits<double>::infinity();

  /// NaN = not read; rates across a gap are not taken.
  void add(double t_s, double power_w);
  /// W/s; NaN of no rates. Off by less than rates.error().
  [[nodiscard]] double p99_rate() const { return rates.quantile(0.99); }
  [[nodiscard]] double dynamic_range_w() const { return rates.n() > 0 ? highest_w - lowest_w : 0; }
};

}  // namespace assay
