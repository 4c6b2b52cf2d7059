#include "burnin/conclude/counters.hpp"

#include <cmath>

namespace assay {

std::optional<std::int64_t> CounterDelta::add(std::optional<std::int64_t> reading) {
  if (!reading || *reading < 0) {
    ++missing;
    ++missing_now;
    return {};
  }
  const std::int64_t before = last;
  last = *reading;
  ++readings;
  missing_now = 0;
  if (before < 0) return {};
  std::int64_t grown = *reading - before;
  if (grown < 0) {
    // A wrap leaves a short way on; what is far back began anew.
    const bool wrapped = range > before && grown + range < range / 2;
    ++(wrapped ? wraps : resets);
    grown = wrapped ? grown + range : *reading;
  }
  growth += grown;
  return grown;
}

CounterGrowth CounterDelta::result() const {
  if (readings == 0) return {{}, false, "never read"};
  if (readings == 1) return {{}, false, "read only once"};
  if (resets > 0) return {growth, true, "reset in between"};
  if (missing_now > 0) return {growth, true, "not read at the end"};
  return {growth, false, ""};
}

void LoadSplit::add(double t_s, std::optional<std::int64_t> reading) {
  const auto grown = counter.add(reading);
  if (!reading || *reading < 0) return;
  if (last_s >= 0 && t_s > last_s) {
    const std::int64_t by = grown.value_or(0);
    if (changed) {
      mixed += by;
    } else {
      (last_loaded ? loaded : idle) += by;
      (last_loaded ? loaded_s : idle_s) += t_s - last_s;
    }
  }
  last_s = t_s;
  changed = false;
}

std::optional<bool> LoadSplit::only_under_load() const {
  if (idle > 0) return false;
  if (loaded == 0 || loaded_s + idle_s <= 0) return {};
  const double by_chance = std::pow(loaded_s / (loaded_s + idle_s), static_cast<double>(loaded));
  return by_chance < 0.01 ? std::optional(true) : std::nullopt;
}

}  // namespace assay
