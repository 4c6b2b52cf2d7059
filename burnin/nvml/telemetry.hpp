#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "burnin/nvml/nvml.hpp"
#include "burnin/nvml/slow.hpp"
#include "burnin/nvml/xid.hpp"
#include "burnin/telemetry.hpp"
#include "core/clock.hpp"

namespace assay {

/// A GPU whose readings are wanted, and what they are about.
struct WatchedGpu {
  std::string pci;
  Subject subject;
};

/// What NVML says of GPUs while they work. Of each, where it tells: power_w (of this instant, else
/// NVML's own average), average_power_w (energy added since the counter last moved, over that
/// time), temperature_c, memory_temperature_c, margin_c (to the temperature at which it slows
/// down), sm_clock_hz, memory_clock_hz, utilisation and memory_utilisation (shares of time),
/// pcie_gen, pcie_width, and throttle_<reason> = 1 while clocks are lowered for it, else 0, so that
/// the mean is the share of time; energy_j since the driver was loaded; and, read once a second,
/// what nvml/slow.hpp lists. Xids become events.
class NvmlTelemetry final : public TelemetrySource {
 public:
  /// Opens nothing: NVML may block, which only the first read() may. `clock` must outlive it.
  NvmlTelemetry(std::string library, std::vector<WatchedGpu> gpus, Clock& clock);
  [[nodiscard]] std::string name() const override { return "nvml"; }
  /// Throws Error with NVML's words when it does not open or none of the GPUs answers. One that
  /// does not answer at the first reading is never watched; one that falls silent later has no
  /// sensors.
  [[nodiscard]] std::vector<Sensor> read() override;
  [[nodiscard]] std::vector<Event> take_events() override;

 private:
  struct Watched {
    NvmlGpu gpu;
    Subject subject;
    std::optional<std::int64_t> energy_mj;  ///< as it last moved, at `moved_s`
    double moved_s = 0;
    std::optional<double> average_w;
    nvml::SlowReadings slow;
    double slow_s = -1e9;  ///< when they were read
  };
  struct Reading;
  void open();
  void listen();
  void add_power(Watched& watched, Reading& reading);
  void add_slow(Watched& watched, Reading& reading);

  std::string library_;
  std::vector<WatchedGpu> wanted_;
  Clock& clock_;
  std::unique_ptr<Nvml> nvml_;
  std::unique_ptr<XidWatch> xids_;  ///< goes before NVML does
  std::vector<Watched> watched_;
  std::vector<Event> events_;
};

}  // namespace assay
