#include "burnin/conclude/power.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace assay {

double summed_or_gap(std::span<const double> powers_w) noexcept {
  double sum = powers_w.empty() ? std::numeric_limits<double>::quiet_NaN() : 0;
  for (const double power : powers_w) sum += power;
  return sum;
}

void EnergyMean::add(double t_s, double energy_now_j, double power_w) {
  if (last_s >= 0 && !(t_s > last_s)) return;
  if (!std::isnan(energy_now_j)) add_energy(t_s, energy_now_j);
  const double elapsed = t_s - last_s;
  if (last_s >= 0 && elapsed <= longest_s && !std::isnan(power_w + last_w)) {
    power_ws += elapsed * (power_w + last_w) / 2;
    power_s += elapsed;
  }
  last_s = t_s;
  last_w = power_w;
}

void EnergyMean::add_energy(double t_s, double now_j) {
  if (now_j == energy_j) return;
  const double before_j = std::exchange(energy_j, now_j);
  if (std::isnan(before_j)) return;
  const double since_s = std::exchange(moved_s, t_s);
  double grown = now_j - before_j;
  const bool around = grown < 0 && range_j > before_j;
  if (around) grown += range_j;
  if (since_s < 0 && grown > 0 && !around) return;
  const double elapsed = t_s - since_s;
  if (grown < 0 || since_s < 0 || grown > most_w * elapsed) {
    ++resets;
    moved_s = -1;  // when it last moved is not known: the next move is the first
    return;
  }
  wraps += around ? 1 : 0;
  grown_j += grown;
  grown_s += elapsed;
}

MeanPower EnergyMean::mean() const {
  if (grown_s > 0 && grown_s >= power_s / 2) return {grown_j / grown_s, true, grown_s};
  if (power_s > 0) return {power_ws / power_s, false, power_s};
  return {};
}

PowerRamp::PowerRamp(double period, double over)
    : period_s(period),
      over_s(over),
      back(static_cast<std::size_t>(
          std::clamp(std::round(over / period), 1.0, static_cast<double>(kMost - 1)))) {}

void PowerRamp::add(double t_s, double power_w) {
  const std::size_t latest = (next + kMost - 1) % kMost;
  if (std::isnan(power_w)) {
    filled = 0;
    return;
  }
  if (filled > 0 && !(t_s > times[latest])) return;
  if (filled > 0 && t_s - times[latest] > 2.5 * period_s) filled = 0;
  lowest_w = std::min(lowest_w, power_w);
  highest_w = std::max(highest_w, power_w);
  if (filled >= back) {
    const std::size_t then = (next + kMost - back) % kMost;
    const double rate = (power_w - powers[then]) / (t_s - times[then]);
    rates.add(std::abs(rate));
    steepest_up = std::max(steepest_up, rate);
    steepest_down = std::min(steepest_down, rate);
  }
  times[next] = t_s;
  powers[next] = power_w;
  next = (next + 1) % kMost;
  filled = std::min(filled + 1, kMost);
}

}  // namespace assay
