#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include "burnin/simulate/play.hpp"
#include "core/clock.hpp"

// A burn of hours in a moment, and what was found of one GPU.

namespace assay {

inline Load soak_of(double seconds) { return Load({{.shape = Shape::soak(), .seconds = seconds}}); }

/// Looks once in ten seconds: the sanitizers' build has hours to play.
struct Scenario {
  std::vector<SimulatedFault> faults;
  SafetyLimits safety;
  double hours = 2;
  double period_s = 10;
  std::vector<SimulatedGpu> gpus = std::vector<SimulatedGpu>(8);
  std::uint64_t seed = 1;
  double jump_at_s = -1, jump_s = 0;
  std::optional<double> power_limit_w = {};
  double hung_from_s = 1e18, hung_to_s = 1e18;
  double fan_stops_s = 1e18;

  [[nodiscard]] PlayedBurn played() const { return played(soak_of(hours * 3600)); }
  [[nodiscard]] PlayedBurn played(const Load& load) const {
    SimulatedClock clock(1.8e9);
    return play({.gpus = gpus,
                 .faults = faults,
                 .safety = safety,
                 .power_limit_w = power_limit_w,
                 .period_s = period_s,
                 .seed = seed,
                 .jump_at_s = jump_at_s,
                 .jump_s = jump_s,
                 .hung_from_s = hung_from_s,
                 .hung_to_s = hung_to_s,
                 .fan_stops_s = fan_stops_s},
                load, clock);
  }
};

inline const Result& of_gpu(const PlayedBurn& played, std::int64_t gpu) {
  return *std::find_if(played.results.begin(), played.results.end(), [&](const Result& result) {
    return result.subject.kind == "gpu" && result.subject.index == gpu;
  });
}

inline const Metric* metric_of(const Result& result, const std::string& name) {
  const auto found = std::find_if(result.metrics.begin(), result.metrics.end(),
                                  [&](const Metric& metric) { return metric.name == name; });
  return found == result.metrics.end() ? nullptr : &*found;
}

/// NaN where there is none.
inline double value_of(const Result& result, const std::string& name) {
  const Metric* metric = metric_of(result, name);
  return metric == nullptr ? std::nan("") : metric->value.value_or(std::nan(""));
}

inline std::string fact_of(const Result& result, const std::string& name) {
  const auto fact = result.facts.find(name);
  return fact == result.facts.end() ? "" : fact->second;
}

}  // namespace assay
