#pragma once
#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <vector>

#include "burnin/conclude/thermal.hpp"

namespace assay {

/// Power was constant long enough before the first sample for any time constant.
inline constexpr StepConditions kSettled{.quiet_before_s = 600};

/// A GPU with one thermal path, its sensors as sensors are: read every 0.1 s, power with 2 % noise
/// and a supply that takes 0.3 s, temperature with 0.5 degC noise in whole degrees.
struct MadeResponse {
  double resistance = 0.06, time_constant_s = 12;
  double idle_w = 70, load_w = 700, inlet_c = 30;
  double before_s = 10, dwell_s = 60;
  int steps = 1;  ///< up, down, up, ...
  double noise_c = 0.5;
  bool whole_degrees = true;
  std::function<double(double)> disturbance_k = [](double) { return 0.0; };

  /// Level of the load, 0 or 1, `t_s` after the start.
  [[nodiscard]] double level(double t_s, double edge_s) const {
    if (t_s < edge_s) return 0;
    return std::min(steps - 1, static_cast<int>((t_s - edge_s) / dwell_s)) % 2 == 0 ? 1 : 0;
  }

  [[nodiscard]] std::vector<ThermalSample> samples(std::mt19937& random) const {
    constexpr int fine = 10;
    std::normal_distribution<double> noise(0, 1);
    const double edge_s = before_s + std::uniform_real_distribution<double>(0, 0.1)(random);
    std::vector<ThermalSample> made;
    double power = idle_w;
    double excess_k = resistance * idle_w;
    for (int i = 0; 0.1 * i < before_s + steps * dwell_s; ++i) {
      const double t_s = 0.1 * i;
      for (int j = fine - 1; j >= 0; --j) {
        const double wanted = idle_w + (load_w - idle_w) * level(t_s - 0.01 * j, edge_s);
        power += (wanted - power) * 0.01 / 0.3;
        excess_k += (resistance * power - excess_k) * 0.01 / time_constant_s;
      }
      const double seen = inlet_c + disturbance_k(t_s) + excess_k + noise_c * noise(random);
      made.push_back(
          {t_s, power * (1 + 0.02 * noise(random)), whole_degrees ? std::round(seen) : seen});
    }
    return made;
  }
};

inline MadeResponse random_response(std::mt19937& random, double dwells) {
  std::uniform_real_distribution<double> share(0, 1);
  MadeResponse made;
  made.resistance = 0.03 * std::pow(0.2 / 0.03, share(random));
  made.time_constant_s = 3 * std::pow(60 / 3.0, share(random));
  made.dwell_s = dwells * made.time_constant_s;
  return made;
}

}  // namespace assay
