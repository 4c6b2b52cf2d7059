#pragma once
#include <compare>
#include <cstddef>

namespace assay::fleet {

/// Where a node stands in the input.
struct InputPlace {
  std::size_t piece = 0, ordinal = 0, root = 0;
  friend auto operator<=>(const InputPlace&, const InputPlace&) = default;
};

}  // namespace assay::fleet
