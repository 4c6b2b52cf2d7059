#include "tests/fakes/nvml/exports.hpp"

// Functions that older drivers lack. The fake of such a driver is built without this file.

namespace {
using namespace assay::fakes;
using namespace assay::nvml;
}  // namespace

extern "C" {

Status nvmlDeviceGetMigMode(Device device, unsigned* current, unsigned* pending) {
  const Status status = give_number(device, "mig", current);
  return status == Status::ok ? give_number(device, "mig", pending) : status;
}
Status nvmlDeviceGetInforomImageVersion(Device device, char* to, unsigned room) {
  return give_text(device, to, room, "G520.0200.00.05");
}
Status nvmlDeviceGetGspFirmwareVersion(Device device, char* to) {
  return give_text(device, to, 64, Machine::instance().text(Scenario::kNode, "driver"));
}
Status nvmlDeviceGetModuleId(Device device, unsigned* to) {
  return optionally(device, [&](int gpu) { *to = static_cast<unsigned>(gpu + 1); });
}
Status nvmlDeviceGetNumaNodeId(Device device, unsigned* to) {
  return optionally(device, [&](int gpu) { *to = static_cast<unsigned>(gpu / 4); });
}
Status nvmlDeviceGetMarginTemperature(Device device, MarginTemperature* to) {
  if (to->version != version_word<MarginTemperature>(1)) return Status::version_mismatch;
  return give_number(device, "margin", &to->margin_c);
}
Status nvmlDeviceGetCurrentClocksEventReasons(Device device, Wide* to) {
  return give_number(device, "throttle", to);
}
Status nvmlDeviceGetSramEccErrorStatus(Device device, SramEcc* to) {
  if (to->version != version_word<SramEcc>(1)) return Status::version_mismatch;
  return optionally(device, [&](int gpu) {
    to->volatile_corrected = to->aggregate_corrected = static_cast<Wide>(of(gpu, "sram_corrected"));
    to->volatile_parity = to->aggregate_parity = static_cast<Wide>(of(gpu, "sram_uncorrected"));
    to->threshold_exceeded = static_cast<unsigned>(of(gpu, "sram_threshold"));
  });
}
Status nvmlDeviceGetRemappedRows(Device device, unsigned* corrected, unsigned* uncorrected,
                                 unsigned* pending, unsigned* failed) {
  return optionally(device, [&](int gpu) {
    *corrected = static_cast<unsigned>(of(gpu, "remap_corrected"));
    *uncorrected = static_cast<unsigned>(of(gpu, "remap_uncorrected"));
    *pending = static_cast<unsigned>(of(gpu, "remap_pending"));
    *failed = static_cast<unsigned>(of(gpu, "remap_failure"));
  });
}
Status nvmlDeviceGetRowRemapperHistogram(Device device, RowHistogram* to) {
  return optionally(device, [&](int gpu) {
    const auto used = static_cast<unsigned>(of(gpu, "remap_uncorrected"));
    *to = {640U - used, used, 0, 0, 0};
  });
}
Status nvmlDeviceGetGpuFabricInfoV(Device device, FabricInfo* to) {
  if (to->version != version_word<FabricInfo>(2)) return Status::version_mismatch;
  return optionally(device, [&](int gpu) {
    to->state = static_cast<unsigned char>(of(gpu, "fabric_state"));
    to->status = Status::ok;
    to->health = static_cast<unsigned>(of(gpu, "fabric_health"));
    to->clique = 0;
  });
}
Status nvmlDeviceGetGraphicsRunningProcesses_v3(Device device, unsigned* count, ProcessInfo*) {
  return optionally(device, [&](int) { *count = 0; });
}
Status nvmlEventSetWait(EventSet set, EventData* to, unsigned timeout_ms);
Status nvmlEventSetWait_v2(EventSet set, EventData* to, unsigned timeout_ms) {
  return nvmlEventSetWait(set, to, timeout_ms);
}

}  // extern "C"
