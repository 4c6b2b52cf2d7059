#include <chrono>
#include <thread>

#include "tests/fakes/nvml/exports.hpp"

// Readings, memory errors, links, processes and events.

namespace {
using namespace assay::fakes;
using namespace assay::nvml;

/// A counter of errors: of one memory or of all, since the driver was loaded or ever.
long errors(int gpu, int type, int since, int where) {
  const std::string kind = type == kCorrected ? "corrected" : "uncorrected";
  long sum = since == kAggregate && where != kSram ? of(gpu, ("aggregate_" + kind).c_str()) : 0;
  if (where != kSram) sum += of(gpu, ("dram_" + kind).c_str());
  if (where != kDram) sum += of(gpu, ("sram_" + kind).c_str());
  return sum;
}

constexpr int kAll = -1;

bool link_is_up(int gpu, unsigned link) {
  return static_cast<long>(link) < of(gpu, "nvlinks") - of(gpu, "nvlinks_down");
}

/// Which counters of links there are depends on their generation. The last link has the errors.
bool link_counter(int gpu, const FieldValue& value, long& count) {
  const bool fifth = of(gpu, "nvlink_generation") >= 5;
  const bool of_fifth = value.field >= field::nvlink_malformed && value.field <= 250;
  if (fifth != of_fifth) return false;
  count = static_cast<long>(value.scope) == of(gpu, "nvlinks") - 1 ? of(gpu, "nvlink_errors") : 0;
  return true;
}

bool simple_field(int gpu, unsigned id, long& number) {
  switch (id) {
    case field::memory_temperature_c:
      number = of(gpu, "memory_temperature");
      return true;
    case field::power_instant_mw:
      number = std::lround(Machine::instance().number(gpu, "power") * 1e3);
      return true;
    case field::nvlinks:
      number = of(gpu, "nvlinks");
      return true;
    case field::recovery_action:
      number = of(gpu, "recovery_action");
      return true;
    case field::replay_rollovers:
      number = 0;
      return true;
    case field::power_policy_ns:
    case field::software_thermal_ns:
    case field::hardware_thermal_ns:
      number = of(gpu, "throttled_ns");
      return true;
    default:
      return false;
  }
}

bool field_of(int gpu, const FieldValue& value, long& number) {
  if (simple_field(gpu, value.field, number)) return true;
  switch (value.field) {
    case field::nvlink_mbps:
      number = link_is_up(gpu, value.scope) ? of(gpu, "nvlink_mbps") : 0;
      return true;
    case field::nvlink_replay:
    case field::nvlink_recovery:
    case field::nvlink_crc:
    case field::nvlink_malformed:
    case field::nvlink_overrun:
    case field::nvlink_receive:
    case field::nvlink_integrity:
    case field::nvlink_recovered:
    case field::nvlink_recovery_failed:
    case field::nvlink_effective_errors:
    case field::nvlink_symbol_errors:
      return link_counter(gpu, value, number);
    default:
      return false;
  }
}

}  // namespace

extern "C" {

Status nvmlDeviceGetTemperature(Device device, int, unsigned* to) {
  return give_number(device, "temperature", to);
}
Status nvmlDeviceGetTemperatureThreshold(Device device, int, unsigned* to) {
  return give_number(device, "max_temperature", to);
}
Status nvmlDeviceGetPowerUsage(Device device, unsigned* to) {
  return give_number(device, "power", to, 1e3);
}
Status nvmlDeviceGetTotalEnergyConsumption(Device device, Wide* to) {
  return optionally(device, [&](int gpu) {
    *to = static_cast<Wide>(std::llround(Machine::instance().energy_j(gpu) * 1e3));
  });
}
Status nvmlDeviceGetClockInfo(Device device, int clock, unsigned* to) {
  return give_number(device, clock == kMemoryClock ? "memory_clock" : "sm_clock", to);
}
Status nvmlDeviceGetUtilizationRates(Device device, Utilization* to) {
  return optionally(device, [&](int gpu) {
    to->gpu = static_cast<unsigned>(of(gpu, "utilisation"));
    to->memory = to->gpu / 2;
  });
}
Status nvmlDeviceGetCurrentClocksThrottleReasons(Device device, Wide* to) {
  return give_number(device, "throttle", to);
}
Status nvmlDeviceGetCurrPcieLinkGeneration(Device device, unsigned* to) {
  return give_number(device, "pcie_gen", to);
}
Status nvmlDeviceGetMaxPcieLinkGeneration(Device device, unsigned* to) {
  return optionally(device, [&](int) { *to = 5; });
}
Status nvmlDeviceGetCurrPcieLinkWidth(Device device, unsigned* to) {
  return give_number(device, "pcie_width", to);
}
Status nvmlDeviceGetMaxPcieLinkWidth(Device device, unsigned* to) {
  return give_number(device, "pcie_width_max", to);
}
Status nvmlDeviceGetPcieReplayCounter(Device device, unsigned* to) {
  return give_number(device, "pcie_replays", to);
}

Status nvmlDeviceGetTotalEccErrors(Device device, int type, int since, Wide* to) {
  return optionally(device,
                    [&](int gpu) { *to = static_cast<Wide>(errors(gpu, type, since, kAll)); });
}
Status nvmlDeviceGetMemoryErrorCounter(Device device, int type, int since, int where, Wide* to) {
  return optionally(device,
                    [&](int gpu) { *to = static_cast<Wide>(errors(gpu, type, since, where)); });
}

/// Each field has a status of its own.
Status nvmlDeviceGetFieldValues(Device device, int count, FieldValue* values) {
  int gpu = 0;
  const Status status = Machine::instance().enter(device, gpu, false);
  if (status != Status::ok) return status;
  const bool supported = of(gpu, "unsupported") == 0;
  for (int i = 0; i < count; ++i) {
    long number = 0;
    const bool known = supported && field_of(gpu, values[i], number);
    values[i].status = known ? Status::ok : Status::not_supported;
    values[i].type = type_wide;
    values[i].value.wide = static_cast<Wide>(number);
  }
  return Status::ok;
}

Status nvmlDeviceGetNvLinkState(Device device, unsigned link, unsigned* to) {
  if (static_cast<long>(link) >= of(Machine::number_of(device), "nvlinks"))
    return Status::invalid_argument;
  return optionally(device, [&](int gpu) { *to = link_is_up(gpu, link) ? 1 : 0; });
}

Status nvmlDeviceGetComputeRunningProcesses_v3(Device device, unsigned* count, ProcessInfo* to) {
  return optionally(device, [&](int gpu) {
    const long pid = of(gpu, "process");
    *count = pid == 0 ? 0 : 1;
    if (pid != 0) to[0] = {static_cast<unsigned>(pid), Wide{1} << 30U, ~0U, ~0U};
  });
}

Status nvmlEventSetCreate(EventSet* set) {
  *set = reinterpret_cast<EventSet>(1);
  return Status::ok;
}
Status nvmlEventSetFree(EventSet) { return Status::ok; }
Status nvmlDeviceRegisterEvents(Device device, Wide, EventSet) {
  return optionally(device, [](int) {});
}
Status nvmlEventSetWait(EventSet, EventData* to, unsigned timeout_ms) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
  for (int gpu = 0, code = 0;;) {
    if (Machine::instance().next_xid(gpu, code)) {
      *to = {Machine::handle(gpu), kXidEvent, static_cast<Wide>(code), ~0U, ~0U};
      return Status::ok;
    }
    if (std::chrono::steady_clock::now() >= end) return Status::timeout;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

}  // extern "C"
