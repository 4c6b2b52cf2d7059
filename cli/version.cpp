#include "cli/version.hpp"

#include "cli/build_info.hpp"

namespace assay {

Tool this_tool() { return {"assay", kVersion, kCommit, kBuild}; }

std::string built_against(const std::string& module) {
  if (module == "cuda") return kBuiltCuda;
  if (module == "nccl") return kBuiltNccl;
  if (module == "mpi") return kBuiltMpi;
  return "";
}

}  // namespace assay
