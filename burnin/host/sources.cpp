#include "burnin/host/sources.hpp"

#include "burnin/host/cpu_telemetry.hpp"
#include "burnin/host/edac_telemetry.hpp"
#include "burnin/host/hwmon_telemetry.hpp"
#include "burnin/host/infiniband_telemetry.hpp"
#include "burnin/host/ipmi_telemetry.hpp"
#include "burnin/host/kernel_log_telemetry.hpp"

namespace assay {

std::vector<std::unique_ptr<TelemetrySource>> make_host_sources(const HostFiles& files,
                                                                Clock& clock,
                                                                const std::vector<Gpu>& gpus) {
  std::vector<std::unique_ptr<TelemetrySource>> sources;
  sources.push_back(std::make_unique<KernelLogTelemetry>(files, clock, gpus));
  sources.push_back(std::make_unique<EdacTelemetry>(files));
  sources.push_back(std::make_unique<CpuTelemetry>(files));
  sources.push_back(std::make_unique<HwmonTelemetry>(files));
  sources.push_back(std::make_unique<InfinibandTelemetry>(files, clock));
  if (std::string ipmitool = find_ipmitool(files); !ipmitool.empty())
    sources.push_back(std::make_unique<IpmiTelemetry>(std::move(ipmitool), clock));
  return sources;
}

}  // namespace assay
