#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "reports/importers/importer.hpp"

namespace assay {

/// No tool prints a longer line; longer ones are named and left out.
inline constexpr std::size_t kLongestLine = 65536;

struct LogLine {
  std::size_t number = 0;  ///< in the file, from 1
  std::string text;        ///< without its end
};

/// The lines of a log, whatever they were written with: LF, CRLF, or CR alone (as progress bars do,
/// whose pieces share one number); with a byte order mark or in UTF-16 with one.
struct LogText {
  std::string file;
  std::vector<LogLine> lines;
  std::vector<std::string> unread;  ///< lines with NUL bytes, too long ones, bad UTF-16
  bool ends_mid_line = false;       ///< the last line has no end: it may be cut off

  /// All lines again, with LF; for looking whether something stands anywhere.
  [[nodiscard]] bool contains(std::string_view text) const noexcept;
};

/// Never throws for what stands in the log.
[[nodiscard]] LogText read_text(const Log& log);

/// "file:line: why"; without the line if it is 0.
[[nodiscard]] std::string at_line(const std::string& file, std::size_t line,
                                  const std::string& why);

}  // namespace assay
