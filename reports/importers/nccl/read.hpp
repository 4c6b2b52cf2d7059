#pragma once
#include <string>
#include <vector>

#include "reports/importers/common/log_text.hpp"
#include "reports/importers/nccl/run.hpp"

namespace assay::nccl_tests {

/// All runs in a log, as far as they can be read, and what could not.
struct Runs {
  std::string file;
  std::vector<NcclRun> runs;
  std::vector<std::string> unread;
  std::string command;
  std::string program;  ///< the first that is named anywhere
};

/// Of what the tool prints; `text` without marks of ranks.
[[nodiscard]] Runs read_printed(const LogText& text);

/// Of what it writes with -J.
[[nodiscard]] Runs read_json_file(const LogText& text);

}  // namespace assay::nccl_tests
