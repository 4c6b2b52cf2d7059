#pragma once
#include <optional>

#include "collectives/nccl/profile.hpp"

namespace assay {

/// Our profiler plugin in this process, where NCCL takes it: from 2.27 on, and unless the user has
/// named another.
class NcclProfiler {
 public:
  /// To be made before the library is opened: it reads its environment once.
  NcclProfiler();
  /// What NCCL told since the last call. Nothing where it has not taken the plugin.
  [[nodiscard]] std::optional<nccl::Profile> take();

 private:
  nccl::TakeProfile take_ = nullptr;
};

}  // namespace assay
