#include "suites/derived.hpp"

#include <algorithm>
#include <cmath>

#include "suites/reporting.hpp"

namespace assay {
namespace {

/// The mean of the first of `quantities` that was read.
std::optional<double> mean_of(const Telemetry& telemetry,
                              std::initializer_list<const char*> quantities) {
  for (const char* quantity : quantities) {
    const auto read = telemetry.quantities.find(quantity);
    if (read == telemetry.quantities.end()) continue;
    const auto mean = read->second.find("mean");
    if (mean != read->second.end() && std::isfinite(mean->second)) return mean->second;
  }
  return std::nullopt;
}

/// A value, or why there is none.
struct Found {
  std::optional<double> value;
  const char* why_not = "";
};

Found per_watt(const Metric& first, const Telemetry& telemetry) {
  // The energy counter misses nothing between two readings of the sensor.
  const auto power = mean_of(telemetry, {"average_power_w", "power_w"});
  if (!power) return {{}, "no power was read meanwhile"};
  if (!(*power > 0)) return {{}, "the power that was read is no power"};
  if (!first.samples || !std::isfinite(first.samples->mean)) return {{}, "it has no mean rate"};
  return {first.samples->mean / *power};
}

Found clock_of(const Telemetry& telemetry) {
  const auto clock = mean_of(telemetry, {"sm_clock_hz", "clock_hz"});
  return clock ? Found{clock} : Found{{}, "no clock was read meanwhile"};
}

Found find(Derived kind, const Metric& first, const std::optional<Telemetry>& meanwhile) {
  if (!meanwhile) return {{}, "nothing was watched meanwhile"};
  return kind == Derived::per_watt ? per_watt(first, *meanwhile) : clock_of(*meanwhile);
}

}  // namespace

std::optional<Span> load_on_clock(const Result& result, double asked_s, double known_s) {
  if (!result.load) return std::nullopt;
  const auto [from_s, to_s] = *result.load;
  const double began_s = known_s - result.elapsed_s;
  const Span span{std::max(began_s + from_s, asked_s), std::min(began_s + to_s, known_s)};
  if (!(from_s >= 0 && to_s > from_s && span.to_s > span.from_s)) return std::nullopt;
  return span;
}

void add_derived(Result& result, const std::vector<MetricSpec>& metrics,
                 const std::optional<Telemetry>& meanwhile) {
  if (metrics.empty()) return;
  const auto first = std::find_if(result.metrics.begin(), result.metrics.end(),
                                  [&](const Metric& m) { return m.name == metrics.front().name; });
  if (first == result.metrics.end()) return;
  const auto at = static_cast<std::size_t>(first - result.metrics.begin());
  for (const MetricSpec& metric : metrics) {
    if (metric.derived == Derived::no || metric.derived == Derived::concluded) continue;
    const Found found = find(metric.derived, result.metrics[at], meanwhile);
    if (found.value)
      put(result, metric.name, metric.unit, metric.better, found.value);
    else
      put_unknown(result, metric.name, metric.unit, metric.better, found.why_not);
  }
}

}  // namespace assay
