#pragma once
#include <cstddef>
#include <cstdint>

// Our own declarations of the part of NVML's binary interface that we use (NVML API reference,
// "Device Queries", "Field Value Enums"). The library is opened at run time; no header of the
// vendor's is needed. Nothing of this leaves burnin/nvml/ and the fake in tests/fakes/nvml/.

namespace assay::nvml {

/// What every call returns (nvmlReturn_t); the ones that we tell apart.
enum class Status : int {
  ok = 0,
  uninitialized = 1,
  invalid_argument = 2,
  not_supported = 3,
  no_permission = 4,
  not_found = 6,
  insufficient_size = 7,
  driver_not_loaded = 9,
  timeout = 10,
  function_not_found = 13,
  gpu_is_lost = 15,
  version_mismatch = 25,
  deprecated = 26,
  unknown = 999
};

using Device = struct DeviceTag*;
using EventSet = struct EventSetTag*;
using Wide = unsigned long long;

struct PciInfo {
  char bus_id_legacy[16];
  unsigned domain, bus, device, pci_device_id, pci_subsystem_id;
  char bus_id[32];
};
static_assert(sizeof(PciInfo) == 68 && offsetof(PciInfo, domain) == 16 &&
              offsetof(PciInfo, bus_id) == 36);

struct Memory {
  Wide total, free, used;  ///< bytes
};
static_assert(sizeof(Memory) == 24);

struct Utilization {
  unsigned gpu, memory;  ///< per cent
};
static_assert(sizeof(Utilization) == 8);

/// One value that nvmlDeviceGetFieldValues reads; the caller sets `field` and `scope`.
struct FieldValue {
  unsigned field, scope;
  long long timestamp_us, latency_us;
  int type;  ///< see FieldType
  Status status;
  union {
    double real;
    int integer;
    unsigned whole;
    unsigned long word;
    Wide wide;
    long long signed_wide;
    unsigned short narrow;
  } value;
};
static_assert(sizeof(FieldValue) == 40 && offsetof(FieldValue, type) == 24 &&
              offsetof(FieldValue, value) == 32);

struct RowHistogram {
  unsigned max, high, partial, low, none;  ///< banks by how many spare rows they have left
};
static_assert(sizeof(RowHistogram) == 20);

/// Version 1.
struct SramEcc {
  unsigned version;
  Wide aggregate_parity, aggregate_sec_ded, aggregate_corrected;
  Wide volatile_parity, volatile_sec_ded, volatile_corrected;
  Wide bucket_l2, bucket_sm, bucket_pcie, bucket_microcontroller, bucket_other;
  unsigned threshold_exceeded;
};
static_assert(sizeof(SramEcc) == 104 && offsetof(SramEcc, threshold_exceeded) == 96);

/// Version 1.
struct MarginTemperature {
  unsigned version;
  int margin_c;
};
static_assert(sizeof(MarginTemperature) == 8);

/// Version 2.
struct FabricInfo {
  unsigned version;
  unsigned char cluster_uuid[16];
  Status status;
  unsigned clique;
  unsigned char state;
  unsigned health;
};
static_assert(sizeof(FabricInfo) == 36 && offsetof(FabricInfo, health) == 32);

struct ProcessInfo {
  unsigned pid;
  Wide bytes;
  unsigned gpu_instance, compute_instance;
};
static_assert(sizeof(ProcessInfo) == 24);

struct EventData {
  Device device;
  Wide type, data;
  unsigned gpu_instance, compute_instance;
};
static_assert(sizeof(EventData) == 32);

/// The first word of structures that have versions.
template <class T>
constexpr unsigned version_word(unsigned version) {
  return static_cast<unsigned>(sizeof(T)) | (version << 24U);
}
static_assert(version_word<SramEcc>(1) == 0x1000068 && version_word<FabricInfo>(2) == 0x2000024 &&
              version_word<MarginTemperature>(1) == 0x1000008);

enum FieldType : int {
  type_double = 0,
  type_unsigned = 1,
  type_unsigned_long = 2,
  type_wide = 3,
  type_signed_wide = 4,
  type_int = 5,
  type_short = 6
};

/// Ids for nvmlDeviceGetFieldValues. Where a field is of one NVLink, the scope is its number.
namespace field {
constexpr unsigned power_policy_ns = 74, thermal_policy_ns = 75, sync_boost_ns = 76,
                   memory_temperature_c = 82, nvlinks = 91, nvlink_common_mbps = 90,
                   replay_rollovers = 95, nvlink_replay = 161, nvlink_recovery = 162,
                   nvlink_crc = 163, nvlink_mbps = 164, power_instant_mw = 186,
                   // Links of the fifth generation count otherwise.
    nvlink_malformed = 206, nvlink_overrun = 207, nvlink_receive = 208, nvlink_integrity = 211,
                   nvlink_recovered = 213, nvlink_recovery_failed = 214,
                   nvlink_effective_errors = 219, nvlink_symbol_errors = 221, recovery_action = 230,
                   software_thermal_ns = 269, hardware_thermal_ns = 270, power_brake_ns = 271;
}  // namespace field

/// Bits of the reasons why clocks are lower than they could be.
namespace reason {
constexpr Wide clock_setting = 0x2, power_cap = 0x4, hardware = 0x8, sync_boost = 0x10,
               thermal = 0x20, hardware_thermal = 0x40, power_brake = 0x80;
}

constexpr int kCorrected = 0, kUncorrected = 1;  ///< types of memory errors
constexpr int kVolatile = 0, kAggregate = 1;     ///< since the driver was loaded; since the factory
constexpr int kDram = 2, kSram = 7;              ///< memory locations
constexpr int kGpuSensor = 0;
constexpr int kGpuMaximum = 3;  ///< the threshold up to which a GPU may be operated
constexpr int kSmClock = 1, kMemoryClock = 2;
constexpr Wide kXidEvent = 8;
constexpr unsigned kMostLinks = 18;

}  // namespace assay::nvml
