#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace assay {

/// The value that most of `votes` gave; nothing if there is no vote or the most frequent values
/// tie.
inline std::optional<std::uint64_t> majority(const std::vector<std::uint64_t>& votes) {
  std::map<std::uint64_t, std::size_t> counts;
  for (const std::uint64_t vote : votes) ++counts[vote];
  std::optional<std::uint64_t> winner;
  std::size_t most = 0;
  for (const auto& [value, count] : counts) {
    if (count == most) winner.reset();
    if (count <= most) continue;
    most = count;
    winner = value;
  }
  return winner;
}

}  // namespace assay
