#pragma once
#include <iosfwd>

#include "core/clock.hpp"
#include "kernels/host/settings.hpp"

namespace assay {

/// Our kernels beside what others would write, in turns on the same arrays, `rounds` times with
/// pauses; prints the medians, their ratio with its quartiles, and whether it is what
/// docs/performance.md promises. True if all are.
[[nodiscard]] bool compare(const host::Settings& settings, Clock& clock, int rounds,
                           std::ostream& out);

}  // namespace assay
