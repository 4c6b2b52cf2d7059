#pragma once
#include <optional>
#include <string_view>

#include "collectives/nccl/log.hpp"

namespace assay::nccl {

/// Reads "Channel 00/0 : 0[0] -> 1[1] via P2P/CUMEM/read" in the words of NCCL 2.4 to 2.28, and
/// "CollNet 00/0 : 3 [send] via COLLNET/SHARP/0/GDRDMA"; absent where the message is no such one,
/// or is not whole.
[[nodiscard]] std::optional<Connection> parse_connection(std::string_view message);

}  // namespace assay::nccl
