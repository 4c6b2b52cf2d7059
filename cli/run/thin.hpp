#pragma once
#include <cstddef>

#include "core/facts.hpp"

namespace assay {

/// The same readings in at most `most` values: neighbours are merged, keeping minimum, mean and
/// maximum, so that the report of a short run stays small. A value is a gap only where all that it
/// stands for are. Readings that never changed are one value.
[[nodiscard]] Series thinned(Series series, std::size_t most);

}  // namespace assay
