#pragma once
#include "burnin/burn/burn.hpp"
#include "cli/progress.hpp"

namespace assay {

/// What people see of a burn while it runs: a line a device with its power, temperature, clock,
/// rate, how far that has fallen, and errors; and all of them in one line.
[[nodiscard]] Details burn_details(const std::vector<Burn::Now>& devices, double position_s,
                                   double planned_s);

}  // namespace assay
