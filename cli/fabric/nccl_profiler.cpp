#include "cli/fabric/nccl_profiler.hpp"

#include <cstdlib>

#include "core/error.hpp"
#include "core/shared_library.hpp"

namespace assay {

NcclProfiler::NcclProfiler() {
  constexpr const char* variable = "NCCL_PROFILER_PLUGIN";
  if (std::getenv(variable) != nullptr) return;  // NOLINT(concurrency-mt-unsafe)
  const std::string path = module_path("nccl_profiler").string();
  try {
    // Opened here as well, it stays when NCCL closes it with its last communicator.
    take_ = SharedLibrary(path).symbol<nccl::TakeProfile>(nccl::kTakeProfile);
  } catch (const Error&) {  // the log tells then
    return;
  }
  setenv(variable, path.c_str(), 0);  // NOLINT(concurrency-mt-unsafe): a worker has one thread here
}

std::optional<nccl::Profile> NcclProfiler::take() {
  if (take_ == nullptr) return std::nullopt;
  nccl::Profile profile;
  profile.calls.resize(nccl::kMostCallRecords);
  profile.calls.resize(take_(profile.calls.data(), profile.calls.size(), &profile.traffic));
  if (profile.traffic.communicators == 0) return std::nullopt;
  return profile;
}

}  // namespace assay
