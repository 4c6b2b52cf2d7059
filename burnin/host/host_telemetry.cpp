#include "burnin/host/host_telemetry.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <sstream>

namespace assay {
namespace {

/// Paths below `folder`/<entry>/ whose file name begins and ends as asked.
std::vector<std::string> find(const HostFiles& files, const std::string& folder,
                              std::string_view begins, std::string_view ends) {
  std::vector<std::string> paths;
  for (const std::string& file : files.list(folder))
    if (file.starts_with(begins) && file.ends_with(ends)) paths.push_back(folder + "/" + file);
  return paths;
}

bool measures_a_cpu(const std::string& chip) {
  return chip == "coretemp" || chip == "k10temp" || chip == "zenpower" || chip == "cpu_thermal";
}

std::vector<double> values(std::vector<OpenFile>& files) {
  std::vector<double> found;
  for (OpenFile& file : files)
    if (const auto value = file.integer()) found.push_back(static_cast<double>(*value));
  return found;
}

/// A package's own sensor shows its hottest part: each core's is a call to that core.
std::vector<std::string> cpu_temperatures(const HostFiles& files, const std::string& folder) {
  std::vector<std::string> all = find(files, folder, "temp", "_input");
  std::vector<std::string> packages;
  for (const std::string& path : all) {
    const std::string label = path.substr(0, path.size() - std::string("_input").size()) + "_label";
    if (files.read(label).text.starts_with("Package id")) packages.push_back(path);
  }
  return packages.empty() ? all : packages;
}

void add(std::vector<Sensor>& sensors, std::string name, double value) {
  sensors.push_back({Subject{}, std::move(name), value});
}

}  // namespace

HostTelemetry::HostTelemetry(const HostFiles& files, Clock& clock)
    : clock_(clock), stat_(files, "/proc/stat") {
  find_chips(files);
  find_energies(files);
  find_clocks(files);
  last_cpu_time_ = cpu_time().value_or(CpuTime{});
}

void HostTelemetry::find_chips(const HostFiles& files) {
  for (const std::string& chip : files.list("/sys/class/hwmon")) {
    const std::string folder = "/sys/class/hwmon/" + chip;
    for (std::string& path : find(files, folder, "fan", "_input"))
      fans_.emplace_back(files, std::move(path));
    if (!measures_a_cpu(files.read(folder + "/name").text)) continue;
    for (std::string& path : cpu_temperatures(files, folder))
      temperatures_.emplace_back(files, std::move(path));
  }
}

void HostTelemetry::find_energies(const HostFiles& files) {
  for (const std::string& zone : files.list("/sys/class/powercap")) {
    // intel-rapl:0 is a package, intel-rapl:0:1 a part of it that the package already counts.
    if (!zone.starts_with("intel-rapl:") || std::count(zone.begin(), zone.end(), ':') != 1)
      continue;
    const std::string folder = "/sys/class/powercap/" + zone;
    const auto range = files.read_integer(folder + "/max_energy_range_uj");
    const auto energy = files.read_integer(folder + "/energy_uj");
    if (energy && range) energies_.push_back({{files, folder + "/energy_uj"}, *range, *energy});
  }
  last_s_ = clock_.now_s();
}

void HostTelemetry::find_clocks(const HostFiles& files) {
  std::vector<std::string> paths;
  for (const std::string& policy : files.list("/sys/devices/system/cpu/cpufreq"))
    if (files.exists("/sys/devices/system/cpu/cpufreq/" + policy + "/scaling_cur_freq"))
      paths.push_back("/sys/devices/system/cpu/cpufreq/" + policy + "/scaling_cur_freq");
  const std::size_t n = std::min(paths.size(), kMostClocks);
  for (std::size_t i = 0; i < n; ++i) frequencies_.emplace_back(files, paths[i * paths.size() / n]);
}

std::optional<HostTelemetry::CpuTime> HostTelemetry::cpu_time() {
  const auto stat = stat_.text();
  if (!stat) return std::nullopt;
  std::istringstream line{std::string(*stat)};
  std::string cpu;
  line >> cpu;
  std::vector<double> ticks;
  for (double tick = 0; ticks.size() < 8 && line >> tick;) ticks.push_back(tick);
  if (cpu != "cpu" || ticks.size() < 8) return std::nullopt;
  // user nice system idle iowait irq softirq steal
  return CpuTime{std::accumulate(ticks.begin(), ticks.end(), 0.0), ticks[3] + ticks[4], ticks[7]};
}

std::optional<double> HostTelemetry::power() {
  // A thread that was held up while it read does not know what time its counters are of. The next
  // reading's difference has their energy, too.
  constexpr double kHeldUp = 0.02;
  const double now_s = clock_.now_s();
  std::vector<std::int64_t> now_uj;
  now_uj.reserve(energies_.size());
  for (Energy& energy : energies_) {
    const auto now = energy.file.integer();
    if (!now) return std::nullopt;
    now_uj.push_back(*now);
  }
  const double elapsed_s = now_s - last_s_;
  if (now_uj.empty() || elapsed_s <= 0) return std::nullopt;
  if (clock_.now_s() - now_s > kHeldUp * elapsed_s) return std::numeric_limits<double>::quiet_NaN();
  last_s_ = now_s;
  double joules = 0;
  for (std::size_t i = 0; i < energies_.size(); ++i) {
    const std::int64_t before_uj = std::exchange(energies_[i].last_uj, now_uj[i]);
    const std::int64_t wrapped = now_uj[i] < before_uj ? energies_[i].range_uj : 0;
    joules += static_cast<double>(now_uj[i] - before_uj + wrapped) * 1e-6;
  }
  return joules / elapsed_s;
}

void HostTelemetry::add_load(std::vector<Sensor>& sensors) {
  const auto now = cpu_time();
  if (!now) return;
  const double total = now->total - last_cpu_time_.total;
  // A tick is 10 ms: where none was counted since, the last shares still hold.
  if (total > 0) {
    load_ = Load{1 - (now->idle - last_cpu_time_.idle) / total,
                 (now->steal - last_cpu_time_.steal) / total};
    last_cpu_time_ = *now;
  }
  if (!load_) return;
  add(sensors, "utilisation", load_->utilisation);
  add(sensors, "steal", load_->steal);
}

std::vector<Sensor> HostTelemetry::read() {
  std::vector<Sensor> sensors;
  const auto hot = values(temperatures_);
  if (!hot.empty()) add(sensors, "temperature_c", *std::max_element(hot.begin(), hot.end()) * 1e-3);
  const auto fans = values(fans_);
  if (!fans.empty()) add(sensors, "fan_rpm", *std::min_element(fans.begin(), fans.end()));
  const auto khz = values(frequencies_);
  if (!khz.empty())
    add(sensors, "clock_hz",
        std::accumulate(khz.begin(), khz.end(), 0.0) / static_cast<double>(khz.size()) * 1e3);
  if (const auto watts = power()) add(sensors, "power_w", *watts);
  add_load(sensors);
  return sensors;
}

}  // namespace assay
