#pragma once
#include <string>
#include <utility>
#include <vector>

#include "core/node.hpp"

namespace assay {

/// What a machine says of itself, for people. Values are as the machine gives them, "" where it
/// says nothing.
struct IdentityBlock {
  std::string title;  ///< "node", "gpu 3", ...
  std::vector<std::pair<std::string, std::string>> entries;
};

[[nodiscard]] std::vector<IdentityBlock> identity(const Node& node);

}  // namespace assay
