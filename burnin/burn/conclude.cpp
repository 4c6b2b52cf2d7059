#include "burnin/burn/conclude.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "burnin/burn/conclude_parts.hpp"
#include "core/number_text.hpp"
#include "core/stats.hpp"
#include "core/time_stamp.hpp"

namespace assay {
namespace {

std::optional<double> known(double value) {
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr SteadyWithin kSteadyTemperature{1, 0}, kSteadyPower{0, 0.02};

void add_power(const DeviceBurn& device, const LegFacts& leg, Result& result) {
  if (!device.ever_read(Gauge::power)) return;
  const CourseFigures figures = device.power.figures(kSteadyPower, leg.t_s);
  const MeanPower mean = device.energy.mean();
  put_metric(result, "power_mean", Unit::watts, Better::higher, known(mean.watts));
  result.facts["power_mean_from"] = mean.from_energy ? "energy counter" : "power readings";
  put_metric(result, "power_p99", Unit::watts, Better::higher, known(figures.p99));
  const double limit = device.latest[Gauge::power_limit];
  if (device.ever_read(Gauge::power_limit))
    put_metric(result, "power_limit_share", Unit::ratio, Better::higher, known(mean.watts / limit));
}

void add_temperature(const std::string& name, const Course& course, const LegFacts& leg,
                     Result& result) {
  const CourseFigures figures = course.figures(kSteadyTemperature, leg.t_s);
  put_metric(result, name + "_max", Unit::celsius, Better::lower, known(figures.max));
  put_metric(result, name + "_steady_time", Unit::seconds, Better::lower, known(figures.steady_s),
             "it had not settled within 1 degC by the last third");
}

void add_heat(const DeviceBurn& device, const LegFacts& leg, Result& result) {
  if (device.ever_read(Gauge::temperature))
    add_temperature("temperature", device.temperature, leg, result);
  if (device.ever_read(Gauge::memory_temperature))
    add_temperature("memory_temperature", device.memory_temperature, leg, result);
  if (device.ever_read(Gauge::clock))
    put_metric(result, "clock_mean", Unit::hertz, Better::higher,
               known(device.clock.figures({}, leg.t_s).mean));
  if (device.stuck.stuck()) {
    result.facts["temperature_stuck"] =
        "did not follow the power for " + short_text(device.stuck.stuck_s, " s");
    result.telemetry.lost.emplace_back("temperature_c of " + label(device.subject) + " is stuck");
  }
}

/// What was read and then was not proves nothing about that time.
void add_lost(const DeviceBurn& device, const LegFacts& leg, Result& result) {
  constexpr double kMost_s = 5;
  const auto add = [&](const Course& course, Gauge gauge) {
    if (!device.ever_read(gauge)) return;
    const double lost_s = course.figures({}, leg.t_s).lost_s;
    if (lost_s > std::max(kMost_s, 2 * course.slot_s))
      result.telemetry.lost.push_back(std::string(sensor_of(gauge)) + " of " +
                                      label(device.subject) + " for " + short_text(lost_s, " s"));
  };
  add(device.power, Gauge::power);
  add(device.temperature, Gauge::temperature);
  add(device.memory_temperature, Gauge::memory_temperature);
  add(device.clock, Gauge::clock);
}

/// Only a load with steps has something to fit.
void add_thermal(const DeviceBurn& device, Result& result) {
  if (device.steps.first_edge_s < 0 || !device.ever_read(Gauge::temperature)) return;
  const ThermalFit fit = device.steps.fit();
  const bool good = fit.trustworthy();
  const std::string why(reason(fit.doubt));
  put_metric(result, "thermal_resistance", Unit::kelvin_per_watt, Better::lower,
             good ? known(fit.resistance) : std::nullopt, why);
  put_metric(result, "thermal_time_constant", Unit::seconds, Better::lower,
             good ? known(fit.time_constant_s) : std::nullopt, why);
  if (good)
    result.facts["thermal_fit"] = "standard errors " + short_text(fit.resistance_error, " K/W") +
                                  ", " + short_text(fit.time_constant_error_s, " s; above ") +
                                  (fit.above_inlet ? "inlet" : "no power");
}

void add_throttling(const DeviceBurn& device, const LegFacts& leg, const AmongPeers& among,
                    Result& result) {
  if (!device.ever_read(Gauge::throttle_power_cap)) return;
  const PowerCapContext cap{.enforced_w = device.latest[Gauge::power_limit],
                            .default_w = device.latest[Gauge::default_power_limit],
                            .profile_w = leg.power_limit_w.value_or(kNone),
                            .clock_ratio = among.clock_ratio};
  std::array<std::optional<double>, 5> seconds;
  for (std::size_t i = 0; i < kThrottleCauses; ++i) {
    const auto cause = static_cast<ThrottleCause>(i);
    const ThrottleTime time = device.throttle.time(cause);
    const ThrottleMeaning means = meaning(cause, cap);
    if (!time.seconds || means == ThrottleMeaning::nothing) continue;
    std::optional<double>& sum = seconds.at(static_cast<std::size_t>(means));
    sum = sum.value_or(0) + *time.seconds;
    if (*time.seconds > 0)
      result.facts[std::string(name(cause))] =
          short_text(*time.seconds, " s, ") + short_text(100 * time.share, " %, ") +
          std::string(name(means)) +
          (time.source == ThrottleTime::Source::counter ? ", counted" : ", sampled") +
          (time.at_least ? ", at least" : "");
  }
  for (const ThrottleMeaning means : {ThrottleMeaning::fault, ThrottleMeaning::unknown,
                                      ThrottleMeaning::benign, ThrottleMeaning::configuration})
    put_metric(result, "throttled_" + std::string(name(means)), Unit::seconds, Better::lower,
               seconds.at(static_cast<std::size_t>(means)).value_or(0));
}

void add_errors(const DeviceBurn& device, Result& result) {
  for (std::size_t i = 0; i < kErrorCounters.size(); ++i) {
    const Gauge gauge = kErrorCounters.at(i);
    if (!device.ever_read(gauge)) continue;
    std::string stem(sensor_of(gauge));
    stem.erase(stem.rfind("_count"));
    const LoadSplit& split = device.errors.at(i);
    const CounterGrowth growth = split.counter.result();
    std::optional<double> value;
    if (growth.value && !growth.at_least) value = static_cast<double>(*growth.value);
    // A lower bound that is not 0 is a finding all the same.
    if (growth.value && growth.at_least && *growth.value > 0)
      value = static_cast<double>(*growth.value);
    put_metric(result, stem + "_delta", Unit::count, Better::lower, value,
               std::string(growth.reason));
    if (const auto only = split.only_under_load())
      result.facts[stem + "_only_under_load"] = *only ? "yes" : "no";
  }
  for (const Gauge gauge : {Gauge::remap_pending, Gauge::remap_failed})
    if (device.ever_read(gauge))
      put_metric(result, std::string(sensor_of(gauge)), Unit::count, Better::lower,
                 known(device.latest[gauge]), "it was not read at the end");
  if (device.subject.kind == "gpu")
    put_metric(result, "xid_count", Unit::count, Better::lower,
               static_cast<double>(device.xids.size()));
}

void add_peers(const AmongPeers& among, Result& result) {
  const auto add = [&](const char* name, const PeerStanding& standing, Unit unit, bool relative) {
    if (std::isnan(standing.median)) return;
    const double value = relative ? standing.deviation / standing.median : standing.deviation;
    const bool is_rate = std::string_view(name) == "rate_to_peers";
    put_metric(result, name, unit, is_rate ? Better::higher : Better::lower, known(value));
    if (standing.outlier)
      result.facts[std::string(name) + "_outlier"] =
          short_text(standing.deviation, " from the others' median ") +
          short_text(standing.median, "");
  };
  add("temperature_to_peers", among.temperature, Unit::celsius, false);
  add("power_to_peers", among.power, Unit::ratio, true);
  add("rate_to_peers", among.rate, Unit::ratio, true);
}

void join(const char* name, const std::vector<std::string>& words, Result& result) {
  for (const std::string& word : words) {
    std::string& all = result.facts[name];
    all += (all.empty() ? "" : "; ") + word;
  }
}

/// They tell of a program that did wrong or was ended, and nothing of the device.
std::vector<std::string> xids_of_programs(const DeviceBurn& device, const LegFacts& leg) {
  std::vector<std::string> told;
  for (const Event& event : leg.events) {
    if (event.kind != "xid" || label(event.subject) != label(device.subject)) continue;
    const std::int64_t code = event.code.value_or(0);
    if (xid_meaning(code, event.text).xid_class != XidClass::application) continue;
    const bool own = is_our_own(code, event.text, parse_iso8601(event.at), leg.ended);
    told.push_back(xid_words(event) + (own ? ", of a process that was ended here" : ""));
  }
  return told;
}

}  // namespace

std::string short_text(double value, const char* unit) { return number_text(value) + unit; }

std::string xid_words(const Event& event) {
  const XidMeaning meaning = xid_meaning(event.code.value_or(0), event.text);
  return "Xid " + std::to_string(event.code.value_or(0)) + ": " + std::string(meaning.text) + " (" +
         std::string(name(meaning.xid_class)) + "; " + std::string(name(meaning.action)) + ")";
}

void put_metric(Result& result, const std::string& name, Unit unit, Better better,
                std::optional<double> value, const std::string& why_not) {
  result.metrics.push_back(reading(name, unit, better, value));
  if (!result.metrics.back().value && !why_not.empty()) result.facts[name + "_unknown"] = why_not;
}

Result conclude_device(const DeviceBurn& device, const LegFacts& leg, const AmongPeers& among) {
  Result result;
  result.test = leg.test;
  result.subject = device.subject;
  result.params = device.stints.params;
  result.params["leg"] = leg.leg;
  result.facts = device.stints.facts;
  result.facts["ended_by"] = leg.ended_by;
  add_stints(device.stints, leg, result);
  device.phases.conclude(result);
  add_power(device, leg, result);
  add_heat(device, leg, result);
  add_lost(device, leg, result);
  add_thermal(device, result);
  add_throttling(device, leg, among, result);
  add_errors(device, result);
  add_peers(among, result);
  join("xid", device.xids, result);
  join("application_xid", xids_of_programs(device, leg), result);
  decide(device, leg, result);
  return result;
}

}  // namespace assay
