#include "burnin/conclude/throttle.hpp"

#include <algorithm>
#include <cmath>

namespace assay {
namespace {

constexpr std::array<std::string_view, kThrottleCauses> kNames{"throttle_idle",
                                                               "throttle_clock_setting",
                                                               "throttle_power_cap",
                                                               "throttle_hardware",
                                                               "throttle_sync_boost",
                                                               "throttle_thermal",
                                                               "throttle_hardware_thermal",
                                                               "throttle_power_brake",
                                                               "throttle_display",
                                                               "throttle_thermal_policy"};

constexpr double kBelieved_s = 1;  // of samples against a counter that stands still

bool is_limit(double enforced_w, double meant_w) {
  return std::abs(enforced_w - meant_w) <= kLimitTolerance * meant_w;
}

ThrottleMeaning power_cap_meaning(const PowerCapContext& context) {
  if (std::isnan(context.enforced_w)) return ThrottleMeaning::unknown;
  if (std::isnan(context.default_w) && std::isnan(context.profile_w))
    return ThrottleMeaning::unknown;
  if (!is_limit(context.enforced_w, context.default_w) &&
      !is_limit(context.enforced_w, context.profile_w))
    return ThrottleMeaning::configuration;
  if (std::isnan(context.clock_ratio)) return ThrottleMeaning::unknown;
  return context.clock_ratio < 1 - kClockTolerance ? ThrottleMeaning::fault
                                                   : ThrottleMeaning::benign;
}

}  // namespace

std::string_view name(ThrottleCause cause) noexcept {
  return kNames[static_cast<std::size_t>(cause)];
}

std::optional<ThrottleCause> throttle_cause(std::string_view name) noexcept {
  const auto* const found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return {};
  return static_cast<ThrottleCause>(found - kNames.begin());
}

std::string_view name(ThrottleMeaning meaning) noexcept {
  constexpr std::array<std::string_view, 5> names{"nothing", "benign", "configuration", "fault",
                                                  "unknown"};
  return names[static_cast<std::size_t>(meaning)];
}

ThrottleMeaning meaning(ThrottleCause cause, const PowerCapContext& context) {
  switch (cause) {
    case ThrottleCause::idle:
    case ThrottleCause::sync_boost:
      return ThrottleMeaning::nothing;
    case ThrottleCause::clock_setting:
    case ThrottleCause::display:
      return ThrottleMeaning::configuration;
    case ThrottleCause::power_cap:
      return power_cap_meaning(context);
    case ThrottleCause::hardware:
    case ThrottleCause::thermal:
    case ThrottleCause::hardware_thermal:
    case ThrottleCause::power_brake:
    case ThrottleCause::thermal_policy:
      return ThrottleMeaning::fault;
  }
  return ThrottleMeaning::unknown;
}

void ThrottleWatch::add_unread(double t_s) {
  const double elapsed = t_s - last_s;
  if (last_s >= 0 && elapsed > 0) pass(elapsed);
  last_s = t_s;
  last_read = false;
}

ThrottleTime ThrottleWatch::time(ThrottleCause cause) const {
  const auto i = static_cast<std::size_t>(cause);
  const CounterGrowth counted = counters.at(i).result();
  const bool sampled = i < kThrottleBits && watched_s > 0;
  ThrottleTime time;
  const bool stands_still = counted.value == 0 && sampled && sampled_s.at(i) > kBelieved_s;
  if (counted.value && !stands_still) {
    time.seconds = static_cast<double>(*counted.value) * 1e-9;
    time.source = ThrottleTime::Source::counter;
    time.at_least = counted.at_least;
  } else if (sampled) {
    time.seconds = sampled_s.at(i);
    time.source = ThrottleTime::Source::sampled;
    time.at_least = unread_s > 0;
  }
  const double all_s = watched_s + unread_s;
  if (time.seconds && all_s > 0)
    time.share = *time.seconds / (time.source == ThrottleTime::Source::counter ? all_s : watched_s);
  return time;
}

void PeerClocks::add(std::span<const double> clocks_hz, std::uint32_t counted) {
  const std::size_t n = std::min(clocks_hz.size(), kMost);
  double total = 0;
  double present = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (std::isnan(clocks_hz[i])) continue;
    total += clocks_hz[i];
    present += 1;
  }
  if (present < 2) return;
  for (std::size_t i = 0; i < n; ++i) {
    if (((counted >> i) & 1U) == 0 || std::isnan(clocks_hz[i])) continue;
    own_hz[i] += clocks_hz[i];
    others_hz[i] += (total - clocks_hz[i]) / (present - 1);
    ++ticks[i];
  }
}

double PeerClocks::ratio(std::size_t i) const {
  if (i >= kMost || ticks[i] == 0 || !(others_hz[i] > 0))
    return std::numeric_limits<double>::quiet_NaN();
  return own_hz[i] / others_hz[i];
}

}  // namespace assay
