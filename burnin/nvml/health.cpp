#include "burnin/nvml/health.hpp"

#include "burnin/nvml/ask.hpp"
#include "burnin/nvml/parts.hpp"

namespace assay {
namespace {

using nvml::ask;
using nvml::ask_count;

EccErrors total(const NvmlGpu& gpu, int since) {
  const auto& call = gpu.api().ecc_errors;
  return {ask_count(gpu, call, nvml::kCorrected, since),
          ask_count(gpu, call, nvml::kUncorrected, since)};
}

EccErrors in_memory(const NvmlGpu& gpu, int since, int where) {
  const auto& call = gpu.api().memory_errors;
  return {ask_count(gpu, call, nvml::kCorrected, since, where),
          ask_count(gpu, call, nvml::kUncorrected, since, where)};
}

/// The newer call counts parity errors too, which the counter of the location leaves out.
void read_sram(const NvmlGpu& gpu, GpuHealth& health) {
  health.sram_volatile = in_memory(gpu, nvml::kVolatile, nvml::kSram);
  health.sram_aggregate = in_memory(gpu, nvml::kAggregate, nvml::kSram);
  const auto sram = nvml::ask_versioned<nvml::SramEcc>(gpu, gpu.api().sram_ecc, 1);
  health.sram_threshold_exceeded =
      sram.map([](const nvml::SramEcc& told) { return told.threshold_exceeded != 0; });
  if (!sram.value) return;
  const nvml::SramEcc& told = *sram.value;
  health.sram_volatile = {nvml::as_count(told.volatile_corrected),
                          nvml::as_count(told.volatile_parity + told.volatile_sec_ded)};
  health.sram_aggregate = {nvml::as_count(told.aggregate_corrected),
                           nvml::as_count(told.aggregate_parity + told.aggregate_sec_ded)};
}

std::string action_name(std::int64_t action) {
  constexpr std::array<const char*, 5> names{"none", "reset", "reboot", "drain P2P",
                                             "drain and reset"};
  return action >= 0 && std::cmp_less(action, names.size())
             ? names.at(static_cast<std::size_t>(action))
             : "action " + std::to_string(action);
}

void read_throttling(const NvmlGpu& gpu, GpuHealth& health) {
  for (const auto& [name, now] : nvml::throttle_flags(gpu))
    if (now) health.throttles.push_back(name);
  health.throttled_ns = nvml::throttled_ns(gpu);
}

}  // namespace

namespace nvml {

Answer<RemappedRows> read_remapped(const NvmlGpu& gpu) {
  unsigned corrected = 0;
  unsigned uncorrected = 0;
  unsigned pending = 0;
  unsigned failed = 0;
  const auto& call = gpu.api().remapped_rows;
  const Status status = call(device_of(gpu), &corrected, &uncorrected, &pending, &failed);
  return answered(gpu, call, status,
                  RemappedRows{corrected, uncorrected, pending != 0, failed != 0});
}

std::vector<NamedCounter> throttled_ns(const NvmlGpu& gpu) {
  constexpr std::array<std::pair<const char*, unsigned>, 6> times{
      {{"throttle_power_cap", field::power_policy_ns},
       {"throttle_thermal_policy", field::thermal_policy_ns},
       {"throttle_sync_boost", field::sync_boost_ns},
       {"throttle_thermal", field::software_thermal_ns},
       {"throttle_hardware_thermal", field::hardware_thermal_ns},
       {"throttle_power_brake", field::power_brake_ns}}};
  std::vector<NamedCounter> counters;
  for (const auto& [name, id] : times) {
    Answer<std::int64_t> time = ask_field(gpu, {id});
    if (time.supported()) counters.emplace_back(name, std::move(time));
  }
  return counters;
}

}  // namespace nvml

GpuHealth read_health(const NvmlGpu& gpu) {
  const nvml::Api& api = gpu.api();
  GpuHealth health;
  health.ecc_volatile = total(gpu, nvml::kVolatile);
  health.ecc_aggregate = total(gpu, nvml::kAggregate);
  health.dram_volatile = in_memory(gpu, nvml::kVolatile, nvml::kDram);
  health.dram_aggregate = in_memory(gpu, nvml::kAggregate, nvml::kDram);
  read_sram(gpu, health);
  health.remapped = nvml::read_remapped(gpu);
  health.spare_rows = ask<nvml::RowHistogram>(gpu, api.row_histogram).map([](const auto& rows) {
    return SpareRows{rows.max, rows.high, rows.partial, rows.low, rows.none};
  });
  health.pcie_replays = nvml::ask_number(gpu, api.pcie_replays);
  health.pcie_replay_rollovers = nvml::ask_field(gpu, {nvml::field::replay_rollovers});
  health.link_count = nvml::ask_field(gpu, {nvml::field::nvlinks});
  health.links = nvml::read_links(gpu, health.link_count);
  health.fabric = nvml::read_fabric(gpu);
  health.recovery_action = nvml::ask_field(gpu, {nvml::field::recovery_action}).map(action_name);
  read_throttling(gpu, health);
  return health;
}

}  // namespace assay
