#pragma once
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "collectives/nccl/log.hpp"

namespace assay::nccl {

/// Reads "AllReduce: 33554432 Bytes -> Algo RING proto SIMPLE channel{Lo..Hi}={0..15}" and the
/// older "134217728 Bytes -> Algo 1 proto 2 time 1213.2", whose numbers become the choice's names
/// as they are; absent where the message is no such one, or is not whole.
[[nodiscard]] std::optional<Choice> parse_choice(std::string_view message);

/// As NCCL of `versions` names what its numbers mean: some got their meaning with a version.
[[nodiscard]] Choice with_names(Choice choice, const std::set<std::string>& versions);

}  // namespace assay::nccl
