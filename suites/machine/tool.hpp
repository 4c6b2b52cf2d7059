#pragma once
#include <string>
#include <vector>

namespace assay {

/// What another program printed to stdout.
struct ToolOutput {
  std::string why_not;  ///< not empty: it did not start, failed, or took too long
  std::string text;
};

/// Runs `path` without a shell, waits at most `seconds`, and ends it after that. Its stderr is
/// dropped.
[[nodiscard]] ToolOutput run_tool(const std::string& path,
                                  const std::vector<std::string>& arguments, double seconds);

}  // namespace assay
