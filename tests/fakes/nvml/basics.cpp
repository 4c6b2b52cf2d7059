#include <array>
#include <cstdio>

#include "tests/fakes/nvml/exports.hpp"

// Opening, finding devices, and identity.

namespace {
using namespace assay::fakes;

Status required(Device device, int& gpu) { return Machine::instance().enter(device, gpu, false); }

std::string numbered(const char* pattern, Device device) {
  std::array<char, 96> text{};
  std::snprintf(text.data(), text.size(), pattern, Machine::number_of(device));
  return text.data();
}

}  // namespace

extern "C" {

Status nvmlInit_v2() { return Machine::instance().init(); }
Status nvmlShutdown() { return Machine::instance().shutdown(); }

const char* nvmlErrorString(Status status) {
  switch (status) {
    case Status::ok:
      return "Success";
    case Status::uninitialized:
      return "Uninitialized";
    case Status::invalid_argument:
      return "Invalid Argument";
    case Status::not_supported:
      return "Not Supported";
    case Status::not_found:
      return "Not Found";
    case Status::insufficient_size:
      return "Insufficient Size";
    case Status::driver_not_loaded:
      return "Driver Not Loaded";
    case Status::timeout:
      return "Timeout";
    case Status::gpu_is_lost:
      return "GPU is lost";
    default:
      return "Unknown Error";
  }
}

Status nvmlSystemGetDriverVersion(char* to, unsigned room) {
  return put_text(to, room, Machine::instance().text(Scenario::kNode, "driver"));
}
Status nvmlSystemGetNVMLVersion(char* to, unsigned room) {
  return put_text(to, room, "13." + Machine::instance().text(Scenario::kNode, "driver"));
}
Status nvmlSystemGetCudaDriverVersion_v2(int* to) {
  *to = static_cast<int>(of(Scenario::kNode, "cuda"));
  return Status::ok;
}

Status nvmlDeviceGetCount_v2(unsigned* to) {
  *to = static_cast<unsigned>(Machine::instance().gpus().size());
  return Status::ok;
}

Status nvmlDeviceGetHandleByIndex_v2(unsigned index, Device* to) {
  const auto gpus = Machine::instance().gpus();
  if (index >= gpus.size()) return Status::invalid_argument;
  int gpu = 0;
  *to = Machine::handle(gpus[index]);
  return required(*to, gpu);
}

Status nvmlDeviceGetHandleByPciBusId_v2(const char* address, Device* to) {
  for (const int gpu : Machine::instance().gpus()) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "0000:%02x:00.0", bus_of(gpu));
    if (std::string(address) != text.data()) continue;
    int entered = 0;
    *to = Machine::handle(gpu);
    return required(*to, entered);
  }
  return Status::not_found;
}

Status nvmlDeviceGetPciInfo_v3(Device device, assay::nvml::PciInfo* to) {
  int gpu = 0;
  const Status status = required(device, gpu);
  if (status != Status::ok) return status;
  *to = {};
  to->bus = bus_of(gpu);
  to->pci_device_id = 0x233010de;
  std::snprintf(to->bus_id, sizeof to->bus_id, "00000000:%02X:00.0", to->bus);
  return Status::ok;
}

Status nvmlDeviceGetName(Device device, char* to, unsigned room) {
  std::string name = Machine::instance().text(Machine::number_of(device), "name");
  for (char& c : name)
    if (c == '_') c = ' ';
  return give_text(device, to, room, name);
}
Status nvmlDeviceGetUUID(Device device, char* to, unsigned room) {
  return give_text(device, to, room, numbered("GPU-00000000-0000-4000-8000-%012d", device));
}
Status nvmlDeviceGetSerial(Device device, char* to, unsigned room) {
  return give_text(device, to, room, numbered("16501230000%02d", device));
}
Status nvmlDeviceGetVbiosVersion(Device device, char* to, unsigned room) {
  return give_text(device, to, room, Machine::instance().text(Machine::number_of(device), "vbios"));
}
Status nvmlDeviceGetBoardPartNumber(Device device, char* to, unsigned room) {
  return give_text(device, to, room, "692-2G520-0200-000");
}
Status nvmlDeviceGetCudaComputeCapability(Device device, int* major, int* minor) {
  return optionally(device, [&](int) {
    *major = 9;
    *minor = 0;
  });
}
Status nvmlDeviceGetMemoryInfo(Device device, assay::nvml::Memory* to) {
  return optionally(device, [&](int gpu) {
    to->total = static_cast<Wide>(of(gpu, "memory_gib")) << 30U;
    to->free = to->total;
    to->used = 0;
  });
}

Status nvmlDeviceGetPersistenceMode(Device device, unsigned* to) {
  return give_number(device, "persistence", to);
}
Status nvmlDeviceGetComputeMode(Device device, unsigned* to) {
  return give_number(device, "compute_mode", to);
}
Status nvmlDeviceGetEccMode(Device device, unsigned* current, unsigned* pending) {
  const Status status = give_number(device, "ecc", current);
  return status == Status::ok ? give_number(device, "ecc_pending", pending) : status;
}
Status nvmlDeviceGetPowerManagementLimit(Device device, unsigned* to) {
  return give_number(device, "power_limit", to, 1e3);
}
Status nvmlDeviceGetEnforcedPowerLimit(Device device, unsigned* to) {
  return give_number(device, "power_limit", to, 1e3);
}
Status nvmlDeviceGetPowerManagementDefaultLimit(Device device, unsigned* to) {
  return give_number(device, "default_power_limit", to, 1e3);
}
Status nvmlDeviceGetPowerManagementLimitConstraints(Device device, unsigned* least,
                                                    unsigned* most) {
  return optionally(device, [&](int) {
    *least = 200'000;
    *most = 700'000;
  });
}

}  // extern "C"
