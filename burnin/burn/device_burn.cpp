#include "burnin/burn/device_burn.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "burnin/burn/throttle_gauges.hpp"

namespace assay {
namespace {

/// A load of which less than this is on counts as idle for what errors depend on.
constexpr double kIdle = 0.05;
/// A second's mean is steadier than a reading in whole degrees.
constexpr double kSlot_s = 1;
/// Periods after which a sample says nothing any more.
constexpr double kLate = 2.5;

}  // namespace

DeviceBurn::DeviceBurn(Subject the_subject, double period_s)
    : subject(std::move(the_subject)),
      power(std::max(period_s, kSlot_s)),
      temperature(std::max(period_s, kSlot_s)),
      memory_temperature(std::max(period_s, kSlot_s)),
      clock(std::max(period_s, kSlot_s)),
      power_updates(period_s),
      throttle(std::max(1.0, kLate * period_s)) {}

void DeviceBurn::watch_throttling(double t_s, const DeviceLook& look) {
  if (std::isnan(look[Gauge::throttle_power_cap])) {
    throttle.add_unread(t_s);
  } else {
    std::uint32_t bits = 0;
    for (const ThrottleGauge& flag : kThrottleFlags)
      if (look[flag.gauge] == 1) bits |= throttle_bit(flag.cause);
    throttle.add(t_s, bits);
  }
}

void DeviceBurn::count(double t_s, const DeviceLook& look) {
  const auto whole = [](double value, double scale) {
    return std::isnan(value) ? std::nullopt : std::optional(std::llround(value * scale));
  };
  for (std::size_t i = 0; i < kErrorCounters.size(); ++i)
    if (ever_read(kErrorCounters.at(i)))
      errors.at(i).add(t_s, whole(look[kErrorCounters.at(i)], 1));
  for (const ThrottleGauge& time : kThrottleTimes)
    if (ever_read(time.gauge)) throttle.add_counter(time.cause, whole(look[time.gauge], 1e9));
}

void DeviceBurn::look(double t_s, const DeviceLook& look, double commanded) {
  for (std::size_t i = 0; i < kGauges; ++i)
    if (!std::isnan(look[static_cast<Gauge>(i)])) seen |= 1U << i;
  const double watts = look[Gauge::power];
  const double degrees = look[Gauge::temperature];
  power.add(t_s, watts);
  temperature.add(t_s, degrees);
  memory_temperature.add(t_s, look[Gauge::memory_temperature]);
  clock.add(t_s, look[Gauge::clock]);
  phases.look(t_s, look);
  energy.add(t_s, look[Gauge::energy], watts);
  power_updates.add(t_s, watts);
  stuck.add(t_s, degrees, watts);
  watch_throttling(t_s, look);
  const bool throttled =
      look[Gauge::throttle_hardware] == 1 || look[Gauge::throttle_thermal] == 1 ||
      look[Gauge::throttle_hardware_thermal] == 1 || look[Gauge::throttle_power_brake] == 1 ||
      look[Gauge::throttle_power_cap] == 1;
  steps.add({t_s, watts, degrees, look[Gauge::inlet_temperature]}, commanded, throttled);
  for (LoadSplit& counter : errors) counter.load(commanded > kIdle);
  constexpr double kCountEvery_s = 0.95;
  if (t_s - counted_s_ >= kCountEvery_s) {
    count(t_s, look);
    counted_s_ = t_s;
  }
  latest = look;
}

}  // namespace assay
