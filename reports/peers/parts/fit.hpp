#pragma once
#include <cstddef>
#include <limits>
#include <span>

#include "core/facts.hpp"
#include "core/units.hpp"
#include "reports/peers/rules.hpp"

namespace assay::peers {

/// Where the greater part of some values lies and how far it spreads.
struct Fit {
  double location = std::numeric_limits<double>::quiet_NaN();
  double scale = location;          ///< a standard deviation, were they normal; above 0
  std::size_t n = 0;                ///< values
  std::size_t first = 0, last = 0;  ///< [first, last): those that the fit rests on
};

/// Robust fit of `sorted` (ascending, not empty, larger = better). Starts from the shortest half
/// (Rousseeuw 1984; from the median and its deviation under 32 values), then takes the mean-square
/// spread of what lies within 2.5 scales of the median until nothing moves. Holds up to 40 % of
/// values apart that are far enough. Where half of all values are equal the spread of the better
/// ones counts. Never below `floor`, which is above 0.
[[nodiscard]] Fit fit_sorted(std::span<const float> sorted, double floor);

/// Share of its n - 1 degrees of freedom that such a scale is worth (simulated, normal values).
constexpr double kFitFreedom = 0.7;

/// The least spread that is believed of values around `location`, in their unit; above 0.
[[nodiscard]] double least_scale(Unit unit, double location, const PeerRules& rules);

/// The least deviation from `location` that matters, in the unit.
[[nodiscard]] double least_effect(Unit unit, double location, const PeerRules& rules);

}  // namespace assay::peers
