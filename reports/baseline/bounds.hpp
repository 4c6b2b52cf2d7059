#pragma once
#include <optional>

#include "reports/baseline/spread.hpp"
#include "reports/profile.hpp"

namespace assay {

/// Good values beyond the bounds: of a hundred million one fails, of a million one warns. A node
/// has some hundred values a night, so of 100,000 good nodes under one fails, of 1,000 under one
/// warns.
inline constexpr double kGoodFail = 1e-8, kGoodWarn = 1e-6;

/// Differences from the typical value that matter to nobody, however alike good hardware is.
inline constexpr double kLeastFail = 0.01, kLeastWarn = 0.005;

/// How far from the typical value a bound lies, in the metric's unit.
struct Tolerance {
  double fail = 0, warn = 0;
};

/// `exact`: a number that was not sampled and never varied, a count of links: nothing is tolerated.
[[nodiscard]] Tolerance tolerance_of(double typical, const Spread& spread, std::size_t nodes,
                                     bool exact);

/// `value` of `unit` as a bound of few digits, as a profile would write it. What rounding changes
/// is a hundredth of `slack` at most, and to the lenient side.
[[nodiscard]] Threshold written_bound(double value, Unit unit, bool is_floor, double slack);

}  // namespace assay
