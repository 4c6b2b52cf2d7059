#pragma once
#include <string>
#include <vector>

#include "burnin/load/load.hpp"
#include "suites/test.hpp"

// What every load reports, and how one is played.

namespace assay::ASSAY_BACKEND {

/// What the hours say of a device in the end (burnin/burn/conclude.cpp).
inline void add_concluded(std::vector<MetricSpec>& metrics) {
  const auto add = [&](const char* name, Unit unit, Better better = Better::lower) {
    metrics.push_back({name, unit, better, Derived::concluded});
  };
  add("load_time", Unit::seconds, Better::higher);
  add("load_position", Unit::seconds, Better::higher);
  add("wrong_answers", Unit::count);
  add("power_mean", Unit::watts, Better::higher);
  add("power_p99", Unit::watts, Better::higher);
  add("power_limit_share", Unit::ratio, Better::higher);
  for (const std::string part : {"temperature", "memory_temperature"}) {
    add((part + "_max").c_str(), Unit::celsius);
    add((part + "_steady_time").c_str(), Unit::seconds);
  }
  add("clock_mean", Unit::hertz, Better::higher);
  add("thermal_resistance", Unit::kelvin_per_watt);
  add("thermal_time_constant", Unit::seconds);
  for (const std::string meaning : {"fault", "unknown", "benign", "configuration"})
    add(("throttled_" + meaning).c_str(), Unit::seconds);
  for (const std::string counter :
       {"ecc_corrected", "ecc_uncorrected", "remapped_rows", "pcie_replay", "nvlink_error"})
    add((counter + "_delta").c_str(), Unit::count);
  add("remap_pending", Unit::count);
  add("remap_failed", Unit::count);
  add("xid_count", Unit::count);
  add("temperature_to_peers", Unit::celsius);
  add("power_to_peers", Unit::ratio);
  add("rate_to_peers", Unit::ratio, Better::higher);
  for (const std::string what : {"sum_mean", "range", "rise_max", "fall_max", "step_p99", "swing"})
    add(("power_" + what).c_str(), Unit::watts);
}

/// What every load reports. Metrics of one stint; a load's are made of those of all its stints.
inline std::vector<MetricSpec> burn_metrics(std::vector<MetricSpec> more = {}) {
  std::vector<MetricSpec> metrics{{"flops", Unit::flops},
                                  {"duty", Unit::ratio},
                                  {"duty_kept", Unit::ratio},
                                  {"hunt_passes", Unit::count}};
  metrics.insert(metrics.end(), more.begin(), more.end());
  add_concluded(metrics);
  return metrics;
}
inline MetricSpec edge_metric() { return {"edge_lateness", Unit::seconds, Better::lower}; }

/// How long a call may take.
enum class Pace {
  steady,  ///< the load is always full: long ones, which keep all units busy
  even,    ///< its level changes slowly: a part of what a level is kept over
  brisk    ///< its edges come fast: a fraction of a millisecond
};

/// The stint of `load` that the context is for.
void play_stint(Exec& exec, const Context& context, Results& results, const Load& load, Pace pace);

/// As play_stint() of a brisk load, with sums between the ranks in its pauses, where there are
/// others.
void play_stint_with_ranks(Exec& exec, const Context& context, Results& results, const Load& load);

}  // namespace assay::ASSAY_BACKEND
