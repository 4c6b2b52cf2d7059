#pragma once
#include <string>

#include "core/handle.hpp"
#include "core/host_files.hpp"

namespace assay {

/// Reads a log that grows: /dev/kmsg, which gives one record at a time and has no end, or a file
/// that is appended to and at times replaced. Never waits.
class LogReader {
 public:
  enum class From { beginning, end };
  /// Opens the log now; whether that went well more() says. `files` must outlive it.
  LogReader(const HostFiles& files, std::string path, From from);

  /// The lines that were added since the last call, in full; of one that is read from its
  /// beginning also a last line whose end is missing. Absent or unreadable where the log
  /// is.
  [[nodiscard]] Reading more();
  /// Have records been lost between two calls, because they were overwritten before they were
  /// read?
  [[nodiscard]] bool overwritten() const noexcept { return overwritten_; }
  [[nodiscard]] const std::string& path() const noexcept { return path_; }

 private:
  void open_at(From from);
  [[nodiscard]] bool was_replaced() const;
  [[nodiscard]] Reading read_rest();

  const HostFiles& files_;
  std::string path_;
  From from_;
  File file_;
  int error_ = 0;        ///< errno of opening
  std::string partial_;  ///< a line whose end is not written yet
  bool overwritten_ = false;
};

}  // namespace assay
