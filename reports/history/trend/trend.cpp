#include "reports/history/trend/trend.hpp"

#include <algorithm>

#include "core/stats.hpp"

namespace assay::history {
namespace {

/// Indices at which `number` differs from the point before.
std::vector<std::size_t> borders(const std::vector<Point>& points, std::int32_t Point::*number) {
  std::vector<std::size_t> at;
  at.reserve(points.size());
  for (std::size_t i = 1; i < points.size(); ++i)
    if (points[i].*number != points[i - 1].*number) at.push_back(i);
  return at;
}

void add_steps(Trend& trend, const std::vector<double>& values,
               const std::vector<std::size_t>& borders, Step::Cause cause, Better better,
               const TrendRules& rules) {
  for (std::size_t i = 0; i < borders.size(); ++i) {
    const std::size_t at = borders[i];
    const std::size_t first = std::max(i == 0 ? 0 : borders[i - 1], at - std::min(at, rules.reach));
    const std::size_t last =
        std::min(i + 1 == borders.size() ? values.size() : borders[i + 1], at + rules.reach);
    const auto from = [&](std::size_t k) {
      return values.begin() + static_cast<std::ptrdiff_t>(k);
    };
    Step step{.cause = cause, .at = at};
    step.shift = shift_between({from(first), from(at)}, {from(at), from(last)});
    step.regression = is_regression(step.shift, better, rules.change.floor);
    trend.steps.push_back(step);
  }
}

}  // namespace

Trend trend_of(const std::vector<Point>& points, Better better, const TrendRules& rules) {
  std::vector<double> values(points.size());
  std::transform(points.begin(), points.end(), values.begin(),
                 [](const Point& point) { return point.value; });
  Trend trend{.middle = median(values),
              .noise = noise(values),
              .changes = change_points(values, rules.change)};
  add_steps(trend, values, borders(points, &Point::setup), Step::Cause::setup, better, rules);
  add_steps(trend, values, borders(points, &Point::seat), Step::Cause::seat, better, rules);
  std::stable_sort(trend.steps.begin(), trend.steps.end(),
                   [](const Step& a, const Step& b) { return a.at < b.at; });
  return trend;
}

std::size_t alternations(const std::vector<bool>& well) noexcept {
  std::size_t count = 0;
  for (std::size_t i = 1; i < well.size(); ++i) count += well[i] != well[i - 1] ? 1 : 0;
  return count;
}

}  // namespace assay::history
