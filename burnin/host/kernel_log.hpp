#pragma once
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/host_files.hpp"
#include "core/log_record.hpp"

namespace assay {

/// The kernel's log of this boot.
struct KernelLog {
  std::string why_not;  ///< not empty: it cannot be read
  std::string source;   ///< the file it was read from
  std::vector<LogRecord> records;
  /// Records before the first one are lost: the ring was overwritten, or the file was rotated.
  bool cut_off = false;
  /// Time of the oldest record that tells one.
  [[nodiscard]] std::optional<double> from_wall_s() const;
};

/// Where the kernel's log may be, best first.
[[nodiscard]] std::array<const char*, 3> kernel_log_paths() noexcept;

/// Reads /dev/kmsg without waiting for more; where there is none, /var/log/kern.log,
/// /var/log/messages. A log that is there and may not be read is not replaced by another: it is
/// `why_not`.
[[nodiscard]] KernelLog read_kernel_log(const HostFiles& files, double now_wall_s);

/// When this kernel started, seconds since 1970; nothing where /proc/uptime does not tell.
[[nodiscard]] std::optional<double> boot_wall_s(const HostFiles& files, double now_wall_s);

}  // namespace assay
