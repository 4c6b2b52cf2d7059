#pragma once
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "burnin/telemetry.hpp"
#include "core/clock.hpp"
#include "core/host_files.hpp"

namespace assay {

/// What the machine says of its CPUs through sysfs and procfs: temperature_c (the hottest sensor of
/// a CPU), power_w (RAPL packages, by energy difference), clock_hz (mean of cpufreq), fan_rpm (the
/// slowest), utilisation and steal (shares of all CPU time, from /proc/stat). What this machine
/// lacks is left out. Both arguments must outlive it.
class HostTelemetry final : public TelemetrySource {
 public:
  HostTelemetry(const HostFiles& files, Clock& clock);
  [[nodiscard]] std::string name() const override { return "host"; }
  [[nodiscard]] std::vector<Sensor> read() override;

 private:
  /// A counter that only its difference says something of.
  struct Energy {
    std::string path;
    std::int64_t range_uj, last_uj;
  };
  struct CpuTime {
    double total = 0, idle = 0, steal = 0;  ///< in ticks since boot
  };
  [[nodiscard]] std::optional<CpuTime> cpu_time() const;
  [[nodiscard]] std::optional<double> power(double elapsed_s);
  void add_load(std::vector<Sensor>& sensors);

  const HostFiles& files_;
  Clock& clock_;
  std::vector<std::string> temperatures_, fans_, frequencies_;  ///< paths found at the start
  std::vector<Energy> energies_;
  double last_s_ = 0;
  struct Load {
    double utilisation, steal;
  };
  CpuTime last_cpu_time_;
  std::optional<Load> load_;
};

}  // namespace assay
