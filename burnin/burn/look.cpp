#include "burnin/burn/look.hpp"

#include <algorithm>
#include <limits>

namespace assay {
namespace {

constexpr std::array<std::string_view, kGauges> kSensors{"power_w",
                                                         "energy_j",
                                                         "temperature_c",
                                                         "memory_temperature_c",
                                                         "inlet_temperature_c",
                                                         "sm_clock_hz",
                                                         "utilisation",
                                                         "power_limit_w",
                                                         "default_power_limit_w",
                                                         "max_temperature_c",
                                                         "ecc_corrected_count",
                                                         "ecc_uncorrected_count",
                                                         "remapped_rows_count",
                                                         "remap_pending",
                                                         "remap_failed",
                                                         "pcie_replay_count",
                                                         "nvlink_error_count",
                                                         "throttle_clock_setting",
                                                         "throttle_power_cap",
                                                         "throttle_hardware",
                                                         "throttle_sync_boost",
                                                         "throttle_thermal",
                                                         "throttle_hardware_thermal",
                                                         "throttle_power_brake",
                                                         "throttle_power_cap_s",
                                                         "throttle_thermal_policy_s",
                                                         "throttle_sync_boost_s",
                                                         "throttle_thermal_s",
                                                         "throttle_hardware_thermal_s",
                                                         "throttle_power_brake_s"};

}  // namespace

std::string_view sensor_of(Gauge gauge) noexcept {
  return kSensors.at(static_cast<std::size_t>(gauge));
}

std::optional<Gauge> gauge_of(std::string_view sensor) noexcept {
  if (sensor == "clock_hz") return Gauge::clock;  // what a host calls it
  const auto* const found = std::find(kSensors.begin(), kSensors.end(), sensor);
  if (found == kSensors.end()) return std::nullopt;
  return static_cast<Gauge>(found - kSensors.begin());
}

DeviceLook::DeviceLook() { values_.fill(std::numeric_limits<double>::quiet_NaN()); }

}  // namespace assay
