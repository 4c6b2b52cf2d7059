#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// One line of a kernel log.
struct LogRecord {
  std::optional<double> wall_s;          ///< seconds since 1970; absent = the line does not tell
  std::optional<std::int64_t> sequence;  ///< of a /dev/kmsg record
  std::string text;                      ///< the message, without time stamp and host name
};

/// What is needed to date a line.
struct LogClock {
  double now_wall_s = 0;   ///< seconds since 1970
  double boot_wall_s = 0;  ///< when this kernel started
};

/// Reads one line in any of the shapes a kernel log has: a /dev/kmsg record
/// ("prio,seq,usec,flags;text"), dmesg with ISO, seconds-since-boot or ctime stamps, and syslog
/// with ISO or month-day stamps. The latter and ctime stamps state no zone and are taken as UTC;
/// month-day stamps are of the last twelve months. Nothing for an empty line and for the
/// continuation lines of /dev/kmsg.
[[nodiscard]] std::optional<LogRecord> parse_log_line(std::string_view line, const LogClock& clock);

[[nodiscard]] std::vector<LogRecord> parse_log(std::string_view text, const LogClock& clock);

}  // namespace assay
