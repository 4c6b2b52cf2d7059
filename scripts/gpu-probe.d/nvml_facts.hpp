#pragma once
#include "nvml.hpp"

namespace probe {

/// A number that a function(device, unsigned*) gives, times `scale`.
struct Reading {
  const char* key;
  const char* function;
  double scale;
};
inline constexpr Reading readings[] = {
    {"power_limit_enforced_w", "nvmlDeviceGetEnforcedPowerLimit", 1e-3},
    {"power_limit_default_w", "nvmlDeviceGetPowerManagementDefaultLimit", 1e-3},
    {"power_usage_w", "nvmlDeviceGetPowerUsage", 1e-3},
    {"persistence_mode", "nvmlDeviceGetPersistenceMode", 1},
    {"module_id", "nvmlDeviceGetModuleId", 1},
    {"pcie_generation_max", "nvmlDeviceGetMaxPcieLinkGeneration", 1},
    {"pcie_generation_max_gpu", "nvmlDeviceGetGpuMaxPcieLinkGeneration", 1},
    {"pcie_width_max", "nvmlDeviceGetMaxPcieLinkWidth", 1},
    {"pcie_replays", "nvmlDeviceGetPcieReplayCounter", 1},
};

/// A number that a field gives, times `scale`.
struct Field {
  const char* key;
  unsigned id;
  double scale;
};
inline constexpr Field fields[] = {
    {"power_instant_w", 186, 1e-3},
    {"power_average_w", 185, 1e-3},
    {"power_limit_min_w", 187, 1e-3},
    {"power_limit_max_w", 188, 1e-3},
    {"energy_j", 83, 1e-3},
    {"memory_temperature_c", 82, 1},
    {"nvlinks", 91, 1},
    {"throttled_power_ns", 74, 1},
    {"throttled_thermal_ns", 75, 1},
    {"throttled_sw_thermal_ns", 269, 1},
    {"throttled_hw_thermal_ns", 270, 1},
    {"throttled_power_brake_ns", 271, 1},
    {"remapped_rows_correctable", 142, 1},
    {"remapped_rows_uncorrectable", 143, 1},
    {"remapped_rows_pending", 144, 1},
    {"remapped_rows_failed", 145, 1},
};

/// The two numbers of a function(device, unsigned*, unsigned*).
inline Facts pair_of(const Nvml& nvml, const char* function, const char* first, const char* second,
                     double scale = 1) {
  unsigned a = 0;
  unsigned b = 0;
  nvml.ask(function, &a, &b);
  Facts facts;
  facts.set(first, a * scale);
  facts.set(second, b * scale);
  return facts;
}

/// kind: 0 corrected, 1 uncorrected; span: 0 since the driver was loaded, 1 since the board was
/// made.
inline unsigned long long ecc_errors(const Nvml& nvml, int kind, int span) {
  unsigned long long count = 0;
  nvml.ask("nvmlDeviceGetTotalEccErrors", kind, span, &count);
  return count;
}

/// MHz -> Hz; clock: 0 graphics, 1 SM, 2 memory.
inline double clock_hz(const Nvml& nvml, const char* function, int clock) {
  unsigned mhz = 0;
  nvml.ask(function, clock, &mhz);
  return mhz * 1e6;
}

/// Identity, limits, counters and state of the device, as NVML tells them. Ids of fields and orders
/// of arguments: NVML API reference, "Field Value Enums" and "Device Queries".
inline Facts nvml_facts(const Nvml& nvml) {
  Facts facts;
  const auto system_text = [&](const char* function) {
    char value[96] = {};
    if (nvml.call(function, static_cast<char*>(value), 96U) != 0) throw Missing(function);
    return std::string(value);
  };
  facts.find("driver", [&] { return system_text("nvmlSystemGetDriverVersion"); });
  facts.find("nvml", [&] { return system_text("nvmlSystemGetNVMLVersion"); });
  facts.find("name", [&] { return nvml.text("nvmlDeviceGetName"); });
  facts.find("uuid", [&] { return nvml.text("nvmlDeviceGetUUID"); });
  facts.find("serial", [&] { return nvml.text("nvmlDeviceGetSerial"); });
  facts.find("vbios", [&] { return nvml.text("nvmlDeviceGetVbiosVersion"); });
  facts.find("board_part", [&] { return nvml.text("nvmlDeviceGetBoardPartNumber"); });
  for (const Reading& r : readings) {
    facts.find(r.key, [&] { return nvml.number<unsigned>(r.function) * r.scale; });
  }
  for (const Field& f : fields) facts.find(f.key, [&] { return nvml.field(f.id) * f.scale; });
  facts.find("throttle_reasons", [&] {
    return nvml.number<unsigned long long>("nvmlDeviceGetCurrentClocksEventReasons");
  });
  facts.find("ecc", [&] { return pair_of(nvml, "nvmlDeviceGetEccMode", "current", "pending"); });
  facts.find("mig", [&] { return pair_of(nvml, "nvmlDeviceGetMigMode", "current", "pending"); });
  facts.find("ecc_corrected_volatile", [&] { return ecc_errors(nvml, 0, 0); });
  facts.find("ecc_uncorrected_volatile", [&] { return ecc_errors(nvml, 1, 0); });
  facts.find("ecc_corrected_aggregate", [&] { return ecc_errors(nvml, 0, 1); });
  facts.find("ecc_uncorrected_aggregate", [&] { return ecc_errors(nvml, 1, 1); });
  facts.find("clock_sm_hz", [&] { return clock_hz(nvml, "nvmlDeviceGetClockInfo", 1); });
  facts.find("clock_sm_max_hz", [&] { return clock_hz(nvml, "nvmlDeviceGetMaxClockInfo", 1); });
  facts.find("clock_memory_hz", [&] { return clock_hz(nvml, "nvmlDeviceGetClockInfo", 2); });
  facts.find("clock_memory_max_hz", [&] { return clock_hz(nvml, "nvmlDeviceGetMaxClockInfo", 2); });
  return facts;
}

}  // namespace probe
