#pragma once
#include <memory>
#include <vector>

#include "collectives/communicator.hpp"

namespace assay {

/// Communicators of `ranks` ranks in this process, which talk through its memory: one a thread.
/// Operations are carried out in wait() and time(), by plain loops that are right rather than fast.
[[nodiscard]] std::vector<std::unique_ptr<Communicator>> local_communicators(int ranks);

}  // namespace assay
