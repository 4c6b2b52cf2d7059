#include "collectives/locate/baseline.hpp"

#include <algorithm>
#include <cmath>

#include "core/stats.hpp"

namespace assay::locate {
namespace {

constexpr double kHigh = 0.9;
constexpr double kWindow = 0.05;
constexpr int kMoves = 50;
constexpr std::size_t kLeavesForTwo = 4;
constexpr std::size_t kFlowsForOne = 30;
constexpr double kDeviations = 5;
/// The median of the absolute value of a normal variable, in standard deviations.
constexpr double kHalfNormalMedian = 0.6744897501960817;

bool is_within(const Fabric& fabric, const Flow& flow) {
  return fabric.same_leaf(fabric.adapter(flow.from, flow.rail), fabric.adapter(flow.to, flow.rail));
}

/// Rates of each rail.
using Rates = std::vector<std::vector<double>>;

std::vector<double> centres(const Rates& rates) {
  std::vector<double> out;
  out.reserve(rates.size());
  for (const std::vector<double>& of_rail : rates) out.push_back(good_rate(of_rail));
  return out;
}

void learn_noise(const Fabric& fabric, std::span<const Flow> flows, Baseline& baseline) {
  std::vector<double> above;
  for (const Flow& flow : flows) {
    const double ratio = baseline.ratio(fabric, flow);
    if (ratio > 1) above.push_back(ratio - 1);
  }
  if (above.empty()) return;
  baseline.noise = median(std::move(above)) / kHalfNormalMedian;
  baseline.resolution = std::max(Baseline::kFinest, kDeviations * baseline.noise);
}

}  // namespace

double Baseline::expected(const Fabric& fabric, const Flow& flow) const {
  return (is_within(fabric, flow) ? within : across).at(static_cast<std::size_t>(flow.rail));
}

double Baseline::ratio(const Fabric& fabric, const Flow& flow) const {
  const double good = expected(fabric, flow);
  if (good <= 0) return 1;
  return flow.rate.value_or(0) / good;
}

double good_rate(std::vector<double> rates) {
  if (rates.empty()) return 0;
  std::sort(rates.begin(), rates.end());
  // One of the rates, not a mean of two: of few, those may be of two clusters.
  const auto last = static_cast<double>(rates.size() - 1);
  double centre = rates[static_cast<std::size_t>(std::ceil(kHigh * last))];
  for (int move = 0; move < kMoves; ++move) {
    const auto low = std::lower_bound(rates.begin(), rates.end(), centre * (1 - kWindow));
    const auto high = std::upper_bound(low, rates.end(), centre * (1 + kWindow));
    const double middle = *(low + (high - low - 1) / 2);
    if (middle == centre) break;
    centre = middle;
  }
  return centre;
}

Baseline learn_baseline(const Fabric& fabric, std::span<const Flow> flows) {
  const auto rails = static_cast<std::size_t>(fabric.rails);
  Rates all(rails);
  Rates across(rails);
  Rates within(rails);
  for (const Flow& flow : flows) {
    if (!flow.rate) continue;
    const auto rail = static_cast<std::size_t>(flow.rail);
    all[rail].push_back(*flow.rate);
    (is_within(fabric, flow) ? within : across)[rail].push_back(*flow.rate);
  }
  Baseline baseline;
  baseline.across = baseline.within = centres(all);
  if (fabric.topology.leaves.size() >= kLeavesForTwo)
    for (std::size_t rail = 0; rail < rails; ++rail) {
      if (across[rail].size() >= kFlowsForOne) baseline.across[rail] = good_rate(across[rail]);
      if (within[rail].size() >= kFlowsForOne) baseline.within[rail] = good_rate(within[rail]);
    }
  learn_noise(fabric, flows, baseline);
  return baseline;
}

}  // namespace assay::locate
