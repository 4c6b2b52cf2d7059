#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "burnin/load/hall.hpp"
#include "core/error.hpp"
#include "core/number_text.hpp"

namespace assay {
namespace {

std::string text(double watts) { return number_text(watts) + " W"; }

std::vector<double> evenly(int nodes, double over_s) {
  std::vector<double> delays(static_cast<std::size_t>(nodes));
  for (int i = 0; i < nodes; ++i) delays[static_cast<std::size_t>(i)] = i * over_s / nodes;
  return delays;
}

/// Groups of `together` nodes, one after another.
std::vector<double> in_groups(int nodes, int together, double apart_s) {
  std::vector<double> delays(static_cast<std::size_t>(nodes));
  for (int i = 0; i < nodes; ++i) {
    const int group = i / together;
    delays[static_cast<std::size_t>(i)] = group * apart_s;
  }
  return delays;
}

double longest_period(const Load& load) {
  double longest = 0;
  for (const Phase& phase : load.phases())
    longest = std::max(longest, phase.shape.period_s().value_or(0));
  return longest;
}

/// Spreads that may hold a step, the quickest first.
std::vector<std::vector<double>> candidates(int nodes, double max_step_w, const Together& together,
                                            const Load& load, const NodePower& node) {
  const double swing = node.full_w - node.idle_w;
  const int at_once =
      swing > 0
          ? static_cast<int>(std::min<double>(nodes, std::floor(max_step_w / swing * (1 + 1e-12))))
          : nodes;
  std::vector<std::vector<double>> spreads;
  if (at_once >= 1)
    for (const double apart : {1.01, 1.5, 2.5, 4.5, 9.5})
      spreads.push_back(in_groups(nodes, at_once, apart * together.at_once_s));
  if (const double period = longest_period(load); period > 0)
    for (const double periods : {1.0, 2.0, 4.0}) spreads.push_back(evenly(nodes, periods * period));
  if (const double period = longest_period(load); period > 0 && at_once >= 1) {
    // One by one, out of step for good: multiples of the golden section meet nowhere.
    const double apart = together.at_once_s / at_once;
    const double out_of_step = (std::floor(apart / period) + std::numbers::phi - 1) * period;
    spreads.push_back(evenly(nodes, nodes * std::max(out_of_step, period * 1e-3)));
    spreads.push_back(evenly(nodes, nodes * (out_of_step + period)));
  }
  std::sort(spreads.begin(), spreads.end(),
            [](const auto& a, const auto& b) { return a.back() < b.back(); });
  return spreads;
}

std::vector<double> held(int nodes, const Together& together, const Load& load,
                         const NodePower& node) {
  const double most = *together.max_step_w;
  double smallest = (node.full_w - node.idle_w) * nodes;
  for (auto& delays : candidates(nodes, most, together, load, node)) {
    const double step = estimate_hall(load, node, delays, together.at_once_s).largest_step_w;
    if (step <= most * (1 + 1e-9)) return std::move(delays);
    smallest = std::min(smallest, step);
  }
  throw Error("the hall would step by " + text(smallest) + " at once, over the " + text(most) +
              " that are allowed: one node alone steps by " +
              text(estimate_hall(load, node, {0}, together.at_once_s).largest_step_w));
}

}  // namespace

std::vector<double> delays_for(int nodes, const Together& together, const Load& load,
                               const NodePower& node) {
  if (nodes < 1) throw Error("a load for no node");
  if (together.synchronised) return evenly(nodes, 0);
  if (!together.stagger_s && together.max_step_w) return held(nodes, together, load, node);
  const double usual = std::max(longest_period(load), nodes * Together::kAtOnce_s);
  std::vector<double> delays = evenly(nodes, together.stagger_s.value_or(usual));
  if (!together.max_step_w) return delays;
  const double step = estimate_hall(load, node, delays, together.at_once_s).largest_step_w;
  if (step > *together.max_step_w * (1 + 1e-9))
    throw Error("with this stagger the hall would step by " + text(step) + " at once, over the " +
                text(*together.max_step_w) + " that are allowed");
  return delays;
}

}  // namespace assay
