#pragma once
#include <cstddef>
#include <limits>
#include <span>

#include "core/facts.hpp"
#include "core/units.hpp"
#include "reports/peers/rules.hpp"

namespace assay::peers {

/// How finely values can differ.
struct Grain {
  double floor = 0;   ///< no scale is below; above 0
  double effect = 0;  ///< deviations up to this do not matter, and are spread where values tie
  double step = 0;    ///< the largest gap between neighbours in the shortest half: whole numbers
};

/// Where the greater part of some values lies and how far it spreads.
struct Fit {
  double location = std::numeric_limits<double>::quiet_NaN();
  double scale = location;          ///< a standard deviation, were they normal; above 0
  std::size_t n = 0;                ///< values
  std::size_t first = 0, last = 0;  ///< [first, last): those that the fit rests on
  Grain grain;                      ///< found; a fit of the same values, shifted, starts from it
};

/// Robust fit of `sorted` (ascending, not empty, larger = better). Starts from the shortest half
/// (Rousseeuw 1984; from the median and its deviation under 32 values), then takes the mean-square
/// spread of what lies within 2.5 scales (and one step, where values are whole numbers) of the
/// median until nothing moves. Holds up to 40 % of values apart that are far enough. Where half of
/// all values are equal the spread of the better ones counts.
[[nodiscard]] Fit fit_sorted(std::span<const float> sorted, const Grain& grain);

/// Degrees of freedom that the scale of `n` values is worth (simulated, normal values): n - 1, less
/// what robustness costs.
[[nodiscard]] double fit_freedom(double n);

/// The least spread that is believed of values around `location`, in their unit; above 0.
[[nodiscard]] double least_scale(Unit unit, double location, const PeerRules& rules);

/// The least deviation from `location` that matters, in the unit.
[[nodiscard]] double least_effect(Unit unit, double location, const PeerRules& rules);

}  // namespace assay::peers
