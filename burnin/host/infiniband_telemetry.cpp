#include "burnin/host/infiniband_telemetry.hpp"

#include <array>
#include <limits>
#include <utility>

#include "burnin/host/numbered.hpp"
#include "core/error.hpp"

namespace assay {
namespace {

constexpr const char* kDevices = "/sys/class/infiniband";
constexpr double kBytesPerWord = 4;
constexpr std::array kCounters{"symbol_error",    "link_error_recovery", "link_downed",
                               "port_rcv_errors", "port_xmit_discards",  "port_xmit_wait"};

}  // namespace

InfinibandTelemetry::InfinibandTelemetry(const HostFiles& files, Clock& clock)
    : files_(files), clock_(clock) {
  for (const std::string& device : files.list(kDevices)) {
    const std::string ports = std::string(kDevices) + "/" + device + "/ports";
    for (const std::string& port : numbered(files, ports, ""))
      ports_.push_back({device + "/" + port, ports + "/" + port + "/counters/", {}});
  }
}

void InfinibandTelemetry::add_rate(Port& port, const char* file, const std::string& sensor,
                                   double elapsed_s, std::vector<Sensor>& sensors) const {
  const auto now = files_.read_integer(port.folder + file);
  if (!now) return;
  const auto before = port.last.find(sensor);
  if (before != port.last.end() && elapsed_s > 0) {
    // A counter that went back was reset: that is a gap, and no sensor that is lost.
    const double rate = *now < before->second ? std::numeric_limits<double>::quiet_NaN()
                                              : static_cast<double>(*now - before->second) *
                                                    kBytesPerWord / elapsed_s;
    sensors.push_back({{.kind = "port", .id = port.id}, sensor, rate});
  }
  port.last[sensor] = *now;
}

std::vector<Sensor> InfinibandTelemetry::read() {
  const double now_s = clock_.now_s();
  const double elapsed_s = now_s - std::exchange(last_s_, now_s).value_or(now_s);
  std::vector<Sensor> sensors;
  for (Port& port : ports_) {
    for (const char* counter : kCounters)
      if (const auto value = files_.read_integer(port.folder + counter))
        sensors.push_back({{.kind = "port", .id = port.id},
                           std::string(counter) + "_count",
                           static_cast<double>(*value)});
    add_rate(port, "port_xmit_data", "sent_bytes_per_s", elapsed_s, sensors);
    add_rate(port, "port_rcv_data", "received_bytes_per_s", elapsed_s, sensors);
  }
  if (sensors.empty()) throw Error("no RDMA port has counters");
  return sensors;
}

}  // namespace assay
