#include "cli/version.hpp"

#include "cli/build_info.hpp"

namespace assay {

Tool this_tool() { return {"assay", kVersion, kCommit, kBuild}; }

std::string version_text() {
  const Tool tool = this_tool();
  return tool.name + " " + tool.version + " (commit " + tool.commit + ", " + tool.build + ")\n";
}

}  // namespace assay
