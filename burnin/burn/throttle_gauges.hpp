#pragma once
#include <array>

#include "burnin/burn/look.hpp"
#include "burnin/conclude/throttle.hpp"

namespace assay {

/// Which gauge tells of which cause of lowered clocks.
struct ThrottleGauge {
  Gauge gauge;
  ThrottleCause cause;
};

/// Whether it holds now.
inline constexpr std::array kThrottleFlags{
    ThrottleGauge{Gauge::throttle_clock_setting, ThrottleCause::clock_setting},
    ThrottleGauge{Gauge::throttle_power_cap, ThrottleCause::power_cap},
    ThrottleGauge{Gauge::throttle_hardware, ThrottleCause::hardware},
    ThrottleGauge{Gauge::throttle_sync_boost, ThrottleCause::sync_boost},
    ThrottleGauge{Gauge::throttle_thermal, ThrottleCause::thermal},
    ThrottleGauge{Gauge::throttle_hardware_thermal, ThrottleCause::hardware_thermal},
    ThrottleGauge{Gauge::throttle_power_brake, ThrottleCause::power_brake}};

/// For how long it has held since the driver was loaded.
inline constexpr std::array kThrottleTimes{
    ThrottleGauge{Gauge::throttle_power_cap_s, ThrottleCause::power_cap},
    ThrottleGauge{Gauge::throttle_thermal_policy_s, ThrottleCause::thermal_policy},
    ThrottleGauge{Gauge::throttle_sync_boost_s, ThrottleCause::sync_boost},
    ThrottleGauge{Gauge::throttle_thermal_s, ThrottleCause::thermal},
    ThrottleGauge{Gauge::throttle_hardware_thermal_s, ThrottleCause::hardware_thermal},
    ThrottleGauge{Gauge::throttle_power_brake_s, ThrottleCause::power_brake}};

}  // namespace assay
