#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "burnin/telemetry.hpp"
#include "core/clock.hpp"
#include "core/host_files.hpp"

namespace assay {

/// Counters of every RDMA port ("port mlx5_0/1") since it came up: symbol_error_count,
/// link_error_recovery_count, link_downed_count, port_rcv_errors_count, port_xmit_discards_count,
/// port_xmit_wait_count (ticks in which there was something to send and no credit), and
/// sent_bytes_per_s and received_bytes_per_s since the last reading. A port that lacks one of them
/// has it not. Source of the units: InfiniBand Architecture Specification volume 1, section 16.1.4
/// (data in words of four bytes).
class InfinibandTelemetry final : public TelemetrySource {
 public:
  /// Both arguments must outlive it.
  InfinibandTelemetry(const HostFiles& files, Clock& clock);
  [[nodiscard]] std::string name() const override { return "infiniband"; }
  [[nodiscard]] double period_s() const override { return 1; }
  /// Throws Error where there is no port.
  [[nodiscard]] std::vector<Sensor> read() override;

 private:
  struct Port {
    std::string id, folder;
    std::map<std::string, std::int64_t> last;  ///< words sent and received, by sensor
  };
  void add_rate(Port& port, const char* file, const std::string& sensor, double elapsed_s,
                std::vector<Sensor>& sensors) const;

  const HostFiles& files_;
  Clock& clock_;
  std::vector<Port> ports_;
  std::optional<double> last_s_;
};

}  // namespace assay
