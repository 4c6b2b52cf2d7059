#pragma once
#include <string>

#include "burnin/nvml/abi.hpp"
#include "core/shared_library.hpp"

namespace assay::nvml {

/// One function of the library. One that this driver lacks answers `function_not_found`, which is
/// also what newer drivers say of functions that they only pretend to have.
template <class... Arguments>
class Call {
 public:
  Call(const SharedLibrary& library, const char* name)
      : name_(name), function_(library.optional_symbol<Status (*)(Arguments...)>(name)) {}
  /// A second name: what older drivers call it.
  Call(const SharedLibrary& library, const char* name, const char* older) : Call(library, name) {
    if (function_ != nullptr) return;
    name_ = older;
    function_ = library.optional_symbol<Status (*)(Arguments...)>(older);
  }
  Status operator()(Arguments... arguments) const {
    return function_ == nullptr ? Status::function_not_found : function_(arguments...);
  }
  [[nodiscard]] const char* name() const noexcept { return name_; }

 private:
  const char* name_;
  Status (*function_)(Arguments...);
};

using Text = Call<Device, char*, unsigned>;
using Number = Call<Device, unsigned*>;
using WideNumber = Call<Device, Wide*>;
using Pair = Call<Device, unsigned*, unsigned*>;

/// The functions that we use. Required are only those without which no device can be found.
struct Api {
  /// Throws Error with the loader's words if `path` cannot be opened or is not NVML.
  explicit Api(const std::string& path);
  /// What NVML calls a status.
  [[nodiscard]] std::string words(Status status) const { return error_string(status); }

  SharedLibrary library;
  const char* (*error_string)(Status);
  Status (*init)();
  Status (*shutdown)();

  Call<char*, unsigned> driver_version{library, "nvmlSystemGetDriverVersion"};
  Call<char*, unsigned> nvml_version{library, "nvmlSystemGetNVMLVersion"};
  Call<int*> cuda_version{library, "nvmlSystemGetCudaDriverVersion_v2"};
  Call<unsigned*> device_count{library, "nvmlDeviceGetCount_v2"};
  Call<unsigned, Device*> device_by_index{library, "nvmlDeviceGetHandleByIndex_v2"};
  Call<const char*, Device*> device_by_pci{library, "nvmlDeviceGetHandleByPciBusId_v2"};
  Call<Device, PciInfo*> pci_info{library, "nvmlDeviceGetPciInfo_v3"};

  Text name{library, "nvmlDeviceGetName"};
  Text uuid{library, "nvmlDeviceGetUUID"};
  Text serial{library, "nvmlDeviceGetSerial"};
  Text vbios{library, "nvmlDeviceGetVbiosVersion"};
  Text board_part{library, "nvmlDeviceGetBoardPartNumber"};
  Text inforom{library, "nvmlDeviceGetInforomImageVersion"};
  Call<Device, char*> gsp_firmware{library, "nvmlDeviceGetGspFirmwareVersion"};
  Number module_id{library, "nvmlDeviceGetModuleId"};
  Number numa_node{library, "nvmlDeviceGetNumaNodeId"};
  Call<Device, int*, int*> compute_capability{library, "nvmlDeviceGetCudaComputeCapability"};
  Call<Device, Memory*> memory{library, "nvmlDeviceGetMemoryInfo"};

  Number persistence{library, "nvmlDeviceGetPersistenceMode"};
  Number compute_mode{library, "nvmlDeviceGetComputeMode"};
  Pair ecc_mode{library, "nvmlDeviceGetEccMode"};
  Pair mig_mode{library, "nvmlDeviceGetMigMode"};
  Number power_limit{library, "nvmlDeviceGetPowerManagementLimit"};
  Number default_power_limit{library, "nvmlDeviceGetPowerManagementDefaultLimit"};
  Number enforced_power_limit{library, "nvmlDeviceGetEnforcedPowerLimit"};
  Pair power_limits{library, "nvmlDeviceGetPowerManagementLimitConstraints"};
  Number pcie_generation{library, "nvmlDeviceGetCurrPcieLinkGeneration"};
  Number pcie_width{library, "nvmlDeviceGetCurrPcieLinkWidth"};
  Number pcie_generation_max{library, "nvmlDeviceGetMaxPcieLinkGeneration"};
  Number pcie_width_max{library, "nvmlDeviceGetMaxPcieLinkWidth"};

  Call<Device, int, unsigned*> temperature{library, "nvmlDeviceGetTemperature"};
  Call<Device, int, unsigned*> temperature_threshold{library, "nvmlDeviceGetTemperatureThreshold"};
  Call<Device, MarginTemperature*> margin{library, "nvmlDeviceGetMarginTemperature"};
  Number power{library, "nvmlDeviceGetPowerUsage"};
  WideNumber energy{library, "nvmlDeviceGetTotalEnergyConsumption"};
  Call<Device, int, unsigned*> clock{library, "nvmlDeviceGetClockInfo"};
  Call<Device, Utilization*> utilization{library, "nvmlDeviceGetUtilizationRates"};
  WideNumber reasons{library, "nvmlDeviceGetCurrentClocksEventReasons",
                     "nvmlDeviceGetCurrentClocksThrottleReasons"};
  Call<Device, int, FieldValue*> fields{library, "nvmlDeviceGetFieldValues"};

  Call<Device, int, int, Wide*> ecc_errors{library, "nvmlDeviceGetTotalEccErrors"};
  Call<Device, int, int, int, Wide*> memory_errors{library, "nvmlDeviceGetMemoryErrorCounter"};
  Call<Device, SramEcc*> sram_ecc{library, "nvmlDeviceGetSramEccErrorStatus"};
  Call<Device, unsigned*, unsigned*, unsigned*, unsigned*> remapped_rows{
      library, "nvmlDeviceGetRemappedRows"};
  Call<Device, RowHistogram*> row_histogram{library, "nvmlDeviceGetRowRemapperHistogram"};
  Number pcie_replays{library, "nvmlDeviceGetPcieReplayCounter"};
  Call<Device, unsigned, unsigned*> link_state{library, "nvmlDeviceGetNvLinkState"};
  Call<Device, FabricInfo*> fabric{library, "nvmlDeviceGetGpuFabricInfoV"};

  Call<Device, unsigned*, ProcessInfo*> compute_processes{
      library, "nvmlDeviceGetComputeRunningProcesses_v3"};
  Call<Device, unsigned*, ProcessInfo*> graphics_processes{
      library, "nvmlDeviceGetGraphicsRunningProcesses_v3"};
  Call<EventSet*> create_events{library, "nvmlEventSetCreate"};
  Call<Device, Wide, EventSet> register_events{library, "nvmlDeviceRegisterEvents"};
  Call<EventSet, EventData*, unsigned> wait_for_event{library, "nvmlEventSetWait_v2",
                                                      "nvmlEventSetWait"};
  Call<EventSet> free_events{library, "nvmlEventSetFree"};
};

}  // namespace assay::nvml
