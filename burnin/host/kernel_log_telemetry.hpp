#pragma once
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "burnin/host/log_reader.hpp"
#include "burnin/telemetry.hpp"
#include "core/clock.hpp"
#include "core/kernel_events.hpp"
#include "core/node.hpp"

namespace assay {

/// Faults that the kernel logs from the making of this on, as events (see KernelEvent); their
/// number as kernel_faults_count of the node. Records that were overwritten before they could be
/// read are an event of kind telemetry_lost: nobody knows what stood in them.
class KernelLogTelemetry final : public TelemetrySource {
 public:
  /// `gpus` tell which PCI address is which. `files` and `clock` must outlive it.
  KernelLogTelemetry(const HostFiles& files, Clock& clock, std::vector<Gpu> gpus);
  [[nodiscard]] std::string name() const override { return "kernel_log"; }
  /// Throws Error where no kernel log can be read.
  [[nodiscard]] std::vector<Sensor> read() override;
  [[nodiscard]] std::vector<Event> take_events() override;

  /// So many events of one kind, code and subject are told one by one; the others are counted.
  static constexpr int kMostAlike = 50;

 private:
  void take(const std::vector<LogRecord>& fresh);
  void tell(const KernelEvent& event);

  const HostFiles& files_;
  Clock& clock_;
  std::vector<Gpu> gpus_;
  std::unique_ptr<LogReader> log_;
  /// Records of the last while: a report of the kernel goes on over several lines.
  std::deque<LogRecord> recent_;
  std::set<std::string> told_;  ///< what was found in `recent_` before
  std::map<std::string, int> alike_;
  std::vector<Event> events_;
  double faults_ = 0;
  bool overwritten_told_ = false;
};

}  // namespace assay
