#pragma once
#include <cstddef>

#include "core/facts.hpp"

namespace assay {

/// A series without gaps whose readings were all the same, as counters of errors mostly are, as one
/// value over all its time; any other as it is.
[[nodiscard]] Series folded(Series series);

/// The same readings in at most `most` values: neighbours are merged, keeping minimum, mean and
/// maximum, so that the report of a short run stays small. A value is a gap only where all that it
/// stands for are.
[[nodiscard]] Series thinned(Series series, std::size_t most);

}  // namespace assay
