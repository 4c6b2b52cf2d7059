#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>

#include "bench/bench.hpp"
#include "burnin/host/host_telemetry.hpp"
#include "burnin/host/sources.hpp"

// What one reading of each telemetry source costs this process on a node with two sockets of 64
// cores, 8 ports and many sensors. Files are plain ones: what a driver does behind its own is not
// in it. Of a core's time a source takes its figure over its period.

namespace assay {
namespace {

class LargeNode {
 public:
  LargeNode() {
    std::string name = (std::filesystem::temp_directory_path() / "assay-bench-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    root_ = name;
    add_cpus();
    add_board();
    add_ports();
    write("/proc/uptime", "86400.00 1.00");
    write("/proc/stat", "cpu  100 0 100 800 0 0 0 0 0 0\n" + std::string(4000, 'x'));
    write("/dev/kmsg", "");
  }
  LargeNode(const LargeNode&) = delete;
  LargeNode& operator=(const LargeNode&) = delete;
  ~LargeNode() { std::filesystem::remove_all(root_); }
  [[nodiscard]] HostFiles files() const { return HostFiles(root_); }

 private:
  void write(const std::string& path, const std::string& text) const {
    const std::filesystem::path file = root_ / path.substr(1);
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text << '\n';
  }
  void add_cpus() const;
  void add_board() const;
  void add_ports() const;
  std::filesystem::path root_;
};

void LargeNode::add_cpus() const {
  constexpr int cores = 64;
  for (int cpu = 0; cpu < 4 * cores; ++cpu) {
    const std::string folder = "/sys/devices/system/cpu/cpu" + std::to_string(cpu);
    write(folder + "/topology/physical_package_id", std::to_string(cpu / cores % 2));
    write(folder + "/topology/core_id", std::to_string(cpu % cores));
    write(folder + "/thermal_throttle/core_throttle_count", "0");
    write(folder + "/thermal_throttle/package_throttle_count", "0");
    write("/sys/devices/system/cpu/cpufreq/policy" + std::to_string(cpu) + "/scaling_cur_freq",
          "3800000");
  }
  for (int socket = 0; socket < 2; ++socket) {
    const std::string zone = "/sys/class/powercap/intel-rapl:" + std::to_string(socket);
    write(zone + "/energy_uj", "1000000");
    write(zone + "/max_energy_range_uj", "262143328850");
    const std::string chip = "/sys/class/hwmon/hwmon" + std::to_string(socket);
    write(chip + "/name", "coretemp");
    write(chip + "/temp1_label", "Package id " + std::to_string(socket));
    for (int i = 1; i <= cores + 1; ++i)
      write(chip + "/temp" + std::to_string(i) + "_input", "61000");
  }
}

void LargeNode::add_board() const {
  write("/sys/class/hwmon/hwmon2/name", "nct6779");
  for (int i = 1; i <= 20; ++i) {
    write("/sys/class/hwmon/hwmon2/fan" + std::to_string(i) + "_input", "9000");
    write("/sys/class/hwmon/hwmon2/temp" + std::to_string(i) + "_input", "35000");
  }
  for (int i = 0; i < 16; ++i) {
    const std::string folder = "/sys/devices/system/edac/mc/mc" + std::to_string(i);
    write(folder + "/ce_count", "0");
    write(folder + "/ue_count", "0");
  }
}

void LargeNode::add_ports() const {
  for (int i = 0; i < 8; ++i)
    for (const char* counter :
         {"symbol_error", "link_error_recovery", "link_downed", "port_rcv_errors",
          "port_xmit_discards", "port_xmit_wait", "port_xmit_data", "port_rcv_data"})
      write("/sys/class/infiniband/mlx5_" + std::to_string(i) + "/ports/1/counters/" + counter,
            "123456789");
}

/// A source on a machine that lives as long as it does.
struct Watched {
  LargeNode node;
  HostFiles files = node.files();
  SystemClock clock;
  std::unique_ptr<TelemetrySource> source;
};

std::unique_ptr<TelemetrySource> source_named(const std::string& name, Watched& watched) {
  if (name == "host") return std::make_unique<HostTelemetry>(watched.files, watched.clock);
  for (auto& source : make_host_sources(watched.files, watched.clock, {}))
    if (source->name() == name) return std::move(source);
  throw std::runtime_error("no source " + name);
}

void telemetry(Bench& bench) {
  for (const std::string name : {"host", "kernel_log", "edac", "cpu", "hwmon", "infiniband"})
    bench.add("telemetry/" + name, {}, [name] {
      const auto watched = std::make_shared<Watched>();
      watched->source = source_named(name, *watched);
      return [watched] { (void)watched->source->read(); };
    });
}

}  // namespace

ASSAY_BENCH(telemetry);

}  // namespace assay
