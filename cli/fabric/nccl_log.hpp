#pragma once
#include <filesystem>
#include <optional>

#include "collectives/nccl/log.hpp"

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
  /// All that was logged so far; nothing where it is the user's.
  [[nodiscard]] std::optional<nccl::Log> read() const;

 private:
  std::filesystem::path path_;  ///< "" = none of ours
};

}  // namespace assay
