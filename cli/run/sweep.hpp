#pragma once
#include <optional>

#include "cli/run/arguments.hpp"
#include "suites/sweep.hpp"

namespace assay {

/// What --sweep, --sizes, --type and --reduction ask for; nothing without --sweep. Throws
/// InputError naming the option whose value will not do.
[[nodiscard]] std::optional<SweepBounds> sweep_bounds(const RunArguments& arguments);

}  // namespace assay
