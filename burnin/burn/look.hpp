#pragma once
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace assay {

/// What a burn-in wants to know of a device at every moment. Units as in the sensors' names.
enum class Gauge : std::size_t {
  power,
  energy,
  temperature,
  memory_temperature,
  inlet_temperature,
  clock,
  utilisation,
  power_limit,
  default_power_limit,
  max_temperature,
  ecc_corrected,
  ecc_uncorrected,
  remapped_rows,
  remap_pending,
  remap_failed,
  pcie_replays,
  nvlink_errors,
  throttle_clock_setting,  // whether clocks are lowered now, one reason each
  throttle_power_cap,
  throttle_hardware,
  throttle_sync_boost,
  throttle_thermal,
  throttle_hardware_thermal,
  throttle_power_brake,
  throttle_power_cap_s,  // seconds in that state since the driver was loaded
  throttle_thermal_policy_s,
  throttle_sync_boost_s,
  throttle_thermal_s,
  throttle_hardware_thermal_s,
  throttle_power_brake_s,
  count
};
inline constexpr auto kGauges = static_cast<std::size_t>(Gauge::count);

/// The sensor that tells it: "power_w".
[[nodiscard]] std::string_view sensor_of(Gauge gauge) noexcept;
[[nodiscard]] std::optional<Gauge> gauge_of(std::string_view sensor) noexcept;

/// One look at one device. NaN = not read.
class DeviceLook {
 public:
  DeviceLook();
  [[nodiscard]] double operator[](Gauge gauge) const noexcept {
    return values_[static_cast<std::size_t>(gauge)];
  }
  [[nodiscard]] double& operator[](Gauge gauge) noexcept {
    return values_[static_cast<std::size_t>(gauge)];
  }

 private:
  std::array<double, kGauges> values_;
};

}  // namespace assay
