#include "burnin/host/edac_telemetry.hpp"

#include "burnin/host/numbered.hpp"
#include "core/error.hpp"

namespace assay {
namespace {

constexpr const char* kControllers = "/sys/devices/system/edac/mc";

}  // namespace

EdacTelemetry::EdacTelemetry(const HostFiles& files)
    : files_(files), controllers_(numbered(files, kControllers, "mc")) {}

std::vector<Sensor> EdacTelemetry::read() {
  std::vector<Sensor> sensors;
  for (const std::string& id : controllers_) {
    const std::string folder = std::string(kControllers) + "/" + id;
    const Subject subject{.kind = "memory", .id = id};
    if (const auto corrected = files_.read_integer(folder + "/ce_count"))
      sensors.push_back({subject, "corrected_errors_count", static_cast<double>(*corrected)});
    if (const auto uncorrected = files_.read_integer(folder + "/ue_count"))
      sensors.push_back({subject, "uncorrected_errors_count", static_cast<double>(*uncorrected)});
  }
  if (sensors.empty()) throw Error("no memory controller counts its errors");
  return sensors;
}

}  // namespace assay
