#pragma once
#include <filesystem>
#include <vector>

#include "core/facts.hpp"

namespace assay {

/// What NCCL tells of itself while it works, in a file of this process, which goes with the object.
/// Where the user has asked NCCL to log, that is left as it is and nothing is known here.
class NcclLog {
 public:
  /// To be made before the library is opened: it reads its environment once.
  NcclLog();
  NcclLog(const NcclLog&) = delete;
  NcclLog& operator=(const NcclLog&) = delete;
  ~NcclLog();
  /// Adds the facts transport ("P2P/CUMEM", "IB", "Socket"), nics, gpu_direct, algorithm and
  /// protocol to results of collectives, each where the log tells it for sure; else algorithm is
  /// "unknown".
  void describe(std::vector<Result>& results) const;

 private:
  std::filesystem::path path_;  ///< "" = none of ours
};

}  // namespace assay
