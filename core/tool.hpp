#pragma once
#include <sys/types.h>

#include <string>
#include <vector>

#include "core/handle.hpp"

namespace assay {

/// What another program printed.
struct ToolOutput {
  std::string why_not;     ///< not empty: it did not start, failed, or took too long
  std::string text;        ///< stdout
  std::string complaints;  ///< the first of its stderr
};

/// Another program that runs beside this one, without a shell, with nothing on its stdin. It does
/// not outlive the object.
class RunningTool {
 public:
  /// Starts `path`; whether that went well finish() says.
  RunningTool(std::string path, const std::vector<std::string>& arguments);
  RunningTool(const RunningTool&) = delete;
  RunningTool& operator=(const RunningTool&) = delete;
  ~RunningTool();

  /// Has it neither ended nor been ended?
  [[nodiscard]] bool runs();
  /// Waits at most `seconds` until it ends, and ends it after that. Once.
  [[nodiscard]] ToolOutput finish(double seconds);

 private:
  void reap(int options);
  std::string path_, why_not_;
  pid_t pid_ = 0;  ///< 0: not there any more
  int status_ = 0;
  File out_, errors_;
};

/// Runs `path` as RunningTool does, waits at most `seconds`, and ends it after that.
[[nodiscard]] ToolOutput run_tool(const std::string& path,
                                  const std::vector<std::string>& arguments, double seconds);

}  // namespace assay
