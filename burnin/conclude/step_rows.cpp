#include "burnin/conclude/step_rows.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace assay {
namespace {

bool has_inlet(std::span<const ThermalSample> samples) {
  const auto read = std::count_if(samples.begin(), samples.end(),
                                  [](const auto& sample) { return !std::isnan(sample.inlet_c); });
  return static_cast<std::size_t>(read) * 2 > samples.size();
}

}  // namespace

StepRows rows_of(std::span<const ThermalSample> samples) {
  StepRows rows;
  rows.above_inlet = has_inlet(samples);
  double inlet = 0;
  if (rows.above_inlet)
    inlet = std::find_if(samples.begin(), samples.end(), [](const auto& sample) {
              return !std::isnan(sample.inlet_c);
            })->inlet_c;
  double last = -std::numeric_limits<double>::infinity();
  for (const ThermalSample& sample : samples) {
    rows.monotonic = rows.monotonic && sample.t_s > last && std::isfinite(sample.t_s);
    last = sample.t_s;
    if (rows.above_inlet && !std::isnan(sample.inlet_c)) inlet = sample.inlet_c;
    const bool read = std::isfinite(sample.temperature_c) && std::isfinite(sample.power_w);
    ++(read ? rows.present : rows.lost);
    if (!std::isfinite(sample.power_w)) continue;
    rows.t.push_back(sample.t_s);
    rows.power.push_back(sample.power_w);
    rows.temperature.push_back(read ? sample.temperature_c - inlet
                                    : std::numeric_limits<double>::quiet_NaN());
  }
  return rows;
}

std::vector<double> smoothed(const std::vector<double>& values) {
  constexpr std::size_t reach = 4;
  std::vector<double> smooth(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    double sum = 0;
    double n = 0;
    for (std::size_t j = i > reach ? i - reach : 0; j < std::min(values.size(), i + reach + 1); ++j)
      if (!std::isnan(values[j])) {
        sum += values[j];
        n += 1;
      }
    smooth[i] = n > 0 ? sum / n : std::numeric_limits<double>::quiet_NaN();
  }
  return smooth;
}

Extremes extremes(const std::vector<double>& values) {
  Extremes found;
  for (const double value : values) {
    if (std::isnan(value)) continue;
    found.least = std::min(found.least, value);
    found.most = std::max(found.most, value);
  }
  return found;
}

double longest_dwell(const StepRows& rows, const std::vector<double>& power,
                     const Extremes& levels) {
  double longest = 0;
  std::optional<double> since;
  bool high = power.front() > levels.least + levels.range() / 2;
  for (std::size_t i = 0; i < power.size(); ++i) {
    const double share = (power[i] - levels.least) / levels.range();
    if (high ? share < 0.35 : share > 0.65) {
      if (since) longest = std::max(longest, rows.t[i] - *since);
      since = rows.t[i];
      high = !high;
    }
  }
  return since ? std::max(longest, rows.t.back() - *since) : 0;
}

double noise_variance(const StepRows& rows) {
  double sum = 0;
  double n = 0;
  for (std::size_t i = 1; i < rows.t.size(); ++i) {
    const double step = rows.temperature[i] - rows.temperature[i - 1];
    if (std::isnan(step)) continue;
    sum += step * step / 2;
    n += 1;
  }
  constexpr double rounding = 1.0 / 12;  // of whole degrees
  return std::max(n > 0 ? sum / n : 0, rounding);
}

double usual_step(const std::vector<double>& t) {
  return (t.back() - t.front()) / static_cast<double>(t.size() - 1);
}

double longest_gap(const std::vector<double>& t) {
  double longest = 0;
  for (std::size_t i = 1; i < t.size(); ++i) longest = std::max(longest, t[i] - t[i - 1]);
  return longest;
}

}  // namespace assay
