#pragma once
#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>

namespace assay::fleet {

/// Numbers for the distinct ones of some texts, from 0 in the order they came.
class Numbering {
 public:
  /// The number of `text`, and whether it is new.
  std::pair<std::uint32_t, bool> of(const std::string& text) {
    const auto [place, fresh] = ids_.emplace(text, static_cast<std::uint32_t>(ids_.size()));
    return {place->second, fresh};
  }

 private:
  std::unordered_map<std::string, std::uint32_t> ids_;
};

}  // namespace assay::fleet
