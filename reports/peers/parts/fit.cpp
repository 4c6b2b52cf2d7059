#include "reports/peers/parts/fit.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

#include "core/stats.hpp"
#include "reports/peers/parts/sorted.hpp"

namespace assay::peers {
namespace {

constexpr double kCut = 2.5;              // scales within which values count
constexpr double kCutNormal = 0.9545975;  // deviation of a normal variable cut there, of the whole
constexpr std::size_t kEnoughForShortest = 32;
constexpr int kMostRounds = 12;
constexpr double kLeast = 1e-30;  // so that no division is by 0

struct Start {
  double location, scale, step;
};

double largest_gap(std::span<const float> sorted) {
  float gap = 0;
  for (std::size_t i = 1; i < sorted.size(); ++i) gap = std::max(gap, sorted[i] - sorted[i - 1]);
  return gap;
}

/// The shortest interval that holds half of the values. Factor for few values: Rousseeuw and
/// Leroy, "Robust Regression and Outlier Detection", 1987.
Start shortest_half(std::span<const float> sorted) {
  const std::size_t half = sorted.size() / 2;
  std::size_t best = 0;
  float width = sorted[half] - sorted[0];
  for (std::size_t i = 1; i + half < sorted.size(); ++i) {
    const float here = sorted[i + half] - sorted[i];
    best = here < width ? i : best;
    width = std::min(width, here);
  }
  const double few = 1 + 5 / static_cast<double>(sorted.size() - 1);
  return {.location = middle(sorted.subspan(best, half + 1)),
          .scale = kNormalDeviation * few * static_cast<double>(width) / 2,
          .step = largest_gap(sorted.subspan(best, half + 1))};
}

Start by_median(std::span<const float> sorted) {
  std::array<float, kEnoughForShortest> deviations{};
  const double location = middle(sorted);
  for (std::size_t i = 0; i < sorted.size(); ++i)
    deviations[i] = static_cast<float>(std::abs(sorted[i] - location));
  const double deviation = middle_of(std::span(deviations).first(sorted.size()));
  return {.location = location, .scale = normal_deviation(sorted.size()) * deviation, .step = 0};
}

/// Half of all values are equal: what the better ones say of the spread, and those that are worse
/// by no more than matters. Half a step of each may be rounding.
double tied_spread(std::span<const float> sorted, double location, double effect) {
  constexpr std::array<std::array<double, 2>, 3> quantiles{
      {{0.75, 0.6745}, {0.90, 1.2816}, {0.975, 1.9600}}};
  const auto equal = std::equal_range(sorted.begin(), sorted.end(), static_cast<float>(location));
  const double up = equal.second == sorted.end() ? 0 : *equal.second - location;
  const double down = equal.first == sorted.begin() ? 0 : location - *std::prev(equal.first);
  double spread = 0;
  for (const auto& [share, normal] : quantiles) {
    const auto at = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1));
    spread = std::max(spread, (sorted[at] - location - up / 2) / normal);
    const double worse = location - sorted[sorted.size() - 1 - at];
    if (worse <= effect) spread = std::max(spread, (worse - down / 2) / normal);
  }
  return spread;
}

double spread_of(std::span<const float> values) {
  double sum = 0;
  double squares = 0;
  const float shift = values.front();  // keeps the digits when the spread is small
  for (const float value : values) {
    const double x = static_cast<double>(value) - shift;
    sum += x;
    squares += x * x;
  }
  const auto n = static_cast<double>(values.size());
  if (values.size() < 2) return 0;
  return std::sqrt(std::max(0.0, squares - sum * sum / n) / (n - 1));
}

void refine(Fit& fit, std::span<const float> sorted) {
  for (int round = 0; round < kMostRounds; ++round) {
    const double reach = kCut * fit.scale + fit.grain.step;
    const auto first = std::lower_bound(sorted.begin(), sorted.end(), fit.location - reach);
    const auto last = std::upper_bound(first, sorted.end(), fit.location + reach);
    const auto from = static_cast<std::size_t>(first - sorted.begin());
    const auto to = static_cast<std::size_t>(last - sorted.begin());
    if (from == to || (round > 0 && from == fit.first && to == fit.last)) return;
    fit.first = from;
    fit.last = to;
    const auto within = sorted.subspan(from, to - from);
    fit.location = middle(within);
    fit.scale = std::max(fit.grain.floor, spread_of(within) / kCutNormal);
  }
}

}  // namespace

Fit fit_sorted(std::span<const float> sorted, const Grain& grain) {
  const Start start =
      sorted.size() < kEnoughForShortest ? by_median(sorted) : shortest_half(sorted);
  Fit fit{.location = start.location, .n = sorted.size(), .last = sorted.size(), .grain = grain};
  if (start.scale <= 0)
    fit.grain.floor = std::max(grain.floor, tied_spread(sorted, start.location, grain.effect));
  fit.grain.step = std::max(grain.step, start.step);
  fit.scale = std::max(start.scale, fit.grain.floor);
  refine(fit, sorted);
  return fit;
}

double fit_freedom(double n) {
  const double share = n < kEnoughForShortest ? 0.5 : 0.7;
  return std::max(1.0, share * (n - 1));
}

double least_scale(Unit unit, double location, const PeerRules& rules) {
  const double relative = rules.scale_floor * std::abs(location);
  if (unit == Unit::count && std::abs(location) < 1) return 1;
  return std::max(kLeast, relative);
}

double least_effect(Unit unit, double location, const PeerRules& rules) {
  if (unit == Unit::celsius) return rules.effect_kelvin;
  const double relative = rules.effect * std::abs(location);
  if (unit == Unit::count && std::abs(location) < 1) return std::max(relative, rules.effect_events);
  return relative;
}

}  // namespace assay::peers
