#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "collectives/communicator.hpp"

// Words between ranks, over a communicator whose buffers are host memory.

namespace assay {

/// `text` of every rank, by rank, on rank 0; nothing on the others. Rank 0 takes memory for as many
/// times the longest. Throws as Communicator::wait().
[[nodiscard]] std::vector<std::string> gather_texts(Communicator& ranks, std::string_view text,
                                                    double deadline_s);

/// `text` of rank 0, on every rank.
[[nodiscard]] std::string broadcast_text(Communicator& ranks, std::string_view text,
                                         double deadline_s);

}  // namespace assay
