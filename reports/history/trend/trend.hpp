#pragma once
#include <functional>
#include <string>
#include <vector>

#include "core/facts.hpp"
#include "reports/history/nights.hpp"
#include "reports/history/trend/change_point.hpp"

namespace assay::history {

/// One value of a series, and what it was measured under.
struct Point {
  NightNumber night = 0;
  double value = 0;        ///< finite, in the metric's unit
  std::int32_t setup = 0;  ///< equal number: equal driver, firmware, ...
  std::int32_t seat = 0;   ///< equal number: same host, slot and rack
};

/// Values on both sides of a night on which something is known to have changed.
struct Step {
  enum class Cause { setup, seat };
  Cause cause = Cause::setup;
  std::size_t at = 0;  ///< index of the first point after it
  Shift shift;         ///< over at most `reach` points a side, none beyond another such step
  bool regression = false;
};

struct TrendRules {
  ChangeRules change;
  std::size_t reach = 30;  ///< points a side of a step
};

/// What a series of one metric on one device says.
struct Trend {
  double middle = 0, noise = 0;  ///< median; noise() from night to night
  std::vector<ChangePoint> changes;
  std::vector<Step> steps;
};

/// `points` in order of nights; at least one, else throws Error.
[[nodiscard]] Trend trend_of(const std::vector<Point>& points, Better better,
                             const TrendRules& rules = {});

/// How often neighbours differ: pass, fail, pass is 2. What alternates is neither well nor broken.
[[nodiscard]] std::size_t alternations(const std::vector<bool>& well) noexcept;

}  // namespace assay::history
