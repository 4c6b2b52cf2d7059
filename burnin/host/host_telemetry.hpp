#pragma once
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "burnin/host/open_file.hpp"
#include "burnin/telemetry.hpp"
#include "core/clock.hpp"
#include "core/host_files.hpp"

namespace assay {

/// What the machine says of its CPUs through sysfs and procfs: temperature_c (the hottest sensor of
/// a CPU; of a package that has a sensor of its own only that), power_w (RAPL packages, by energy
/// difference; NaN where a reading took too long to say of which time it is), clock_hz (mean
/// of cpufreq over at most kMostClocks CPUs, spread evenly), fan_rpm (the slowest), utilisation and
/// steal (shares of all CPU time, from /proc/stat). What this machine lacks is left out. Both
/// arguments must outlive it.
class HostTelemetry final : public TelemetrySource {
 public:
  HostTelemetry(const HostFiles& files, Clock& clock);
  [[nodiscard]] std::string name() const override { return "host"; }
  [[nodiscard]] std::vector<Sensor> read() override;

  static constexpr std::size_t kMostClocks = 16;

 private:
  /// A counter that only its difference says something of.
  struct Energy {
    OpenFile file;
    std::int64_t range_uj, last_uj;
  };
  struct CpuTime {
    double total = 0, idle = 0, steal = 0;  ///< in ticks since boot
  };
  [[nodiscard]] std::optional<CpuTime> cpu_time();
  void find_chips(const HostFiles& files);
  void find_energies(const HostFiles& files);
  void find_clocks(const HostFiles& files);
  [[nodiscard]] std::optional<double> power();
  void add_load(std::vector<Sensor>& sensors);

  Clock& clock_;
  OpenFile stat_;
  std::vector<OpenFile> temperatures_, fans_, frequencies_;  ///< found at the start
  std::vector<Energy> energies_;
  double last_s_ = 0;  ///< when energies were read
  struct Load {
    double utilisation, steal;
  };
  CpuTime last_cpu_time_;
  std::optional<Load> load_;
};

}  // namespace assay
