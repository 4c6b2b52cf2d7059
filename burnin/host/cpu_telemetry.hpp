#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "burnin/telemetry.hpp"
#include "core/host_files.hpp"

namespace assay {

/// What every CPU has to be asked for, too dear for every reading of HostTelemetry: of each socket
/// ("cpu 0") core_throttle_count, the sum over its cores, and package_throttle_count, both since
/// boot; of the node slowest_clock_hz and fastest_clock_hz, over all CPUs that scale.
class CpuTelemetry final : public TelemetrySource {
 public:
  /// `files` must outlive it.
  explicit CpuTelemetry(const HostFiles& files);
  [[nodiscard]] std::string name() const override { return "cpu"; }
  [[nodiscard]] double period_s() const override { return 2; }
  /// Throws Error where no CPU tells anything. A sum with a gap in it is left out.
  [[nodiscard]] std::vector<Sensor> read() override;

 private:
  struct Socket {
    std::vector<std::string> cores;  ///< a file for each core
    std::string package;
  };
  void add_throttling(std::vector<Sensor>& sensors) const;
  void add_clocks(std::vector<Sensor>& sensors) const;

  const HostFiles& files_;
  std::map<std::int64_t, Socket> sockets_;
  std::vector<std::string> frequencies_;
};

}  // namespace assay
