#include "cli/fabric/nccl_log.hpp"

#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

namespace assay {
namespace {

void set_unless_set(const char* name, const std::string& value) {
  setenv(name, value.c_str(), 0);  // NOLINT(concurrency-mt-unsafe): a worker has one thread here
}

}  // namespace

NcclLog::NcclLog() {
  for (const char* name : {"NCCL_DEBUG", "NCCL_DEBUG_FILE", "NCCL_DEBUG_SUBSYS"})
    if (std::getenv(name) != nullptr) return;  // NOLINT(concurrency-mt-unsafe)
  std::error_code error;
  path_ = std::filesystem::temp_directory_path(error) /
          ("assay-nccl-" + std::to_string(getpid()) + ".log");
  if (error) {
    path_.clear();
    return;
  }
  set_unless_set("NCCL_DEBUG", "INFO");
  set_unless_set("NCCL_DEBUG_SUBSYS", "INIT,GRAPH,NET,TUNING");
  set_unless_set("NCCL_DEBUG_FILE", path_.string());
}

NcclLog::~NcclLog() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove(path_, ignored);
}

std::optional<nccl::Log> NcclLog::read() const {
  if (path_.empty()) return std::nullopt;
  std::ifstream file(path_, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  return nccl::parse_log(text);
}

}  // namespace assay
