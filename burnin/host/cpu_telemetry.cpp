#include "burnin/host/cpu_telemetry.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "burnin/host/numbered.hpp"
#include "core/error.hpp"

namespace assay {
namespace {

constexpr const char* kCpus = "/sys/devices/system/cpu";
constexpr const char* kPolicies = "/sys/devices/system/cpu/cpufreq";
constexpr double kHzPerKilohertz = 1e3;

std::optional<double> sum_of(const HostFiles& files, const std::vector<std::string>& paths) {
  double sum = 0;
  for (const std::string& path : paths) {
    const auto value = files.read_integer(path);
    if (!value) return std::nullopt;
    sum += static_cast<double>(*value);
  }
  return sum;
}

}  // namespace

CpuTelemetry::CpuTelemetry(const HostFiles& files) : files_(files) {
  std::set<std::pair<std::int64_t, std::int64_t>> cores;
  for (const std::string& cpu : numbered(files, kCpus, "cpu")) {
    const std::string folder = std::string(kCpus) + "/" + cpu;
    const std::string counts = folder + "/thermal_throttle";
    const auto socket = files.read_integer(folder + "/topology/physical_package_id");
    const auto core = files.read_integer(folder + "/topology/core_id");
    if (!socket || !core || !files.exists(counts + "/core_throttle_count")) continue;
    // Threads of one core show the same counter, all of a socket the package's.
    if (!cores.emplace(*socket, *core).second) continue;
    sockets_[*socket].cores.push_back(counts + "/core_throttle_count");
    if (sockets_[*socket].package.empty())
      sockets_[*socket].package = counts + "/package_throttle_count";
  }
  for (const std::string& policy : numbered(files, kPolicies, "policy"))
    frequencies_.push_back(std::string(kPolicies) + "/" + policy + "/scaling_cur_freq");
}

void CpuTelemetry::add_throttling(std::vector<Sensor>& sensors) const {
  for (const auto& [number, socket] : sockets_) {
    const Subject subject{.kind = "cpu", .index = number};
    if (const auto sum = sum_of(files_, socket.cores))
      sensors.push_back({subject, "core_throttle_count", *sum});
    if (const auto count = files_.read_integer(socket.package))
      sensors.push_back({subject, "package_throttle_count", static_cast<double>(*count)});
  }
}

void CpuTelemetry::add_clocks(std::vector<Sensor>& sensors) const {
  std::vector<double> hertz;
  for (const std::string& path : frequencies_)
    if (const auto kilohertz = files_.read_integer(path))
      hertz.push_back(static_cast<double>(*kilohertz) * kHzPerKilohertz);
  if (hertz.empty()) return;
  const auto [slowest, fastest] = std::minmax_element(hertz.begin(), hertz.end());
  sensors.push_back({Subject{}, "slowest_clock_hz", *slowest});
  sensors.push_back({Subject{}, "fastest_clock_hz", *fastest});
}

std::vector<Sensor> CpuTelemetry::read() {
  std::vector<Sensor> sensors;
  add_throttling(sensors);
  add_clocks(sensors);
  if (sensors.empty()) throw Error("the CPUs tell neither throttling nor clocks");
  return sensors;
}

}  // namespace assay
