#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/facts.hpp"
#include "core/log_record.hpp"
#include "core/node.hpp"

namespace assay {

/// A fault that the kernel reported.
struct KernelEvent {
  /// xid: NVIDIA GPU; sxid: NVSwitch; mce: machine check; hung: hung task, lockup or stall;
  /// gpu_driver: a failure of NVIDIA's driver without an Xid; nic: a failing network adapter
  enum class Kind { xid, sxid, mce, edac, aer, io, hung, gpu_driver, nic };
  Kind kind = Kind::xid;
  std::optional<std::int64_t> code;  ///< of an Xid or SXid
  std::string pci;  ///< "0000:3b:00" or "0000:3b:00.0", as the kernel wrote it; "" = not told
  std::optional<double> wall_s;
  std::string text;
};
/// The kind in an Event: "xid", "sxid", "mce", "edac", "aer", "io", "hung_task",
/// "gpu_driver", "nic".
[[nodiscard]] std::string_view name(KernelEvent::Kind kind) noexcept;

/// The fault that one message reports, if any. Only the message that opens a report counts: an AER,
/// MCE or SXid report goes on over several lines.
[[nodiscard]] std::optional<KernelEvent> kernel_event(const LogRecord& record);

/// All faults in a log. A GPU that "has fallen off the bus" without an Xid 79 of its own counts as
/// one (newer drivers write no Xid line), an SXid of which only its data line is left counts once.
[[nodiscard]] std::vector<KernelEvent> kernel_events(const std::vector<LogRecord>& records);

/// The GPU at a PCI address, with or without function number; nullptr if there is none.
[[nodiscard]] const Gpu* gpu_at(const std::vector<Gpu>& gpus, std::string_view pci) noexcept;

/// The event as it stands in a report, about the GPU where it is one's.
[[nodiscard]] Event to_event(const KernelEvent& event, const std::vector<Gpu>& gpus);

}  // namespace assay
