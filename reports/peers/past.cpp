#include "reports/peers/past.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "core/stats.hpp"
#include "reports/peers/parts/sorted.hpp"
#include "reports/peers/parts/studies.hpp"

namespace assay {
namespace {

constexpr double kMostStep = 5;        // in standard deviations: one bad night is no decline
constexpr double kLeastSpread = 0.02;  // scales; below that nothing ever moves
constexpr std::uint16_t kMostKnown = 1000;
constexpr double kMostLearned = 6;  // scales: one wild night must not be what others fall from
constexpr double kLeastSteps = 24;  // to the better side; fewer tell no spread
constexpr double kMostSteps = 1e6;  // older ones fade: noise may change

double cut(float standing) { return std::clamp<double>(standing, -kMostLearned, kMostLearned); }

}  // namespace

PeerPast::PeerPast(std::size_t nodes, std::size_t columns)
    : nodes_(nodes),
      columns_(columns),
      mean_(nodes * columns, 0.0F),
      sum_(nodes * columns, 0.0F),
      known_(nodes * columns, 0),
      spreads_(columns) {}

void PeerPast::add(std::span<const float> standings) {
  if (standings.size() != nodes_ * columns_)
    throw Error("a night's standings are not shaped as its past");
  peers::in_parallel(columns_, 0, [&](std::size_t column) {
    fold_column(column, standings.subspan(column * nodes_, nodes_));
  });
  recent_.emplace_back(standings.begin(), standings.end());
  if (recent_.size() > kNights) recent_.pop_front();
  ++nights_;
}

// Few nodes tell little in one night, and one of them that fails a large part of that. Reorders
// `steps`.
double PeerPast::spread_with(Spread& known, std::vector<float>& steps) {
  std::vector<float> sizes(steps.size());
  std::transform(steps.begin(), steps.end(), sizes.begin(),
                 [](float step) { return std::abs(step); });
  const double robust = std::max(kLeastSpread, kNormalDeviation * peers::middle_of(sizes));
  const auto square = [&](float step) {
    const double bounded = std::min<double>(std::abs(step), 2 * kMostStep * robust);
    return bounded * bounded;
  };
  double squares = 0;
  double all = 0;
  double better = 0;
  for (const float step : steps) {
    all += square(step);
    if (step <= 0) continue;
    squares += square(step);
    ++better;
  }
  known.steps = std::min(known.steps, kMostSteps) + better;
  if (better > 0) known.square += (squares / better - known.square) * better / known.steps;
  if (known.steps < kLeastSteps)
    return std::max(robust, std::sqrt(all / static_cast<double>(steps.size())));
  return std::max(kLeastSpread, std::sqrt(known.square));
}

void PeerPast::fold_column(std::size_t column, std::span<const float> standings) {
  const std::size_t base = column * nodes_;
  // A step from a mean of n nights varies by 1 + 1/n times what one night does.
  const auto unit_step = [&](std::size_t node) {
    const double n = known_[base + node];
    return (cut(standings[node]) - mean_[base + node]) * std::sqrt(n / (n + 1));
  };
  thread_local std::vector<float> steps;
  steps.clear();
  for (std::size_t node = 0; node < nodes_; ++node)
    if (known_[base + node] > 0 && std::isfinite(standings[node]))
      steps.push_back(static_cast<float>(unit_step(node)));
  const double spread = steps.empty() ? 1 : spread_with(spreads_[column], steps);
  for (std::size_t node = 0; node < nodes_; ++node) {
    if (!std::isfinite(standings[node])) continue;
    float& sum = sum_[base + node];
    if (known_[base + node] > 0) {
      const double fall = std::clamp(-unit_step(node) / spread, -kMostStep, kMostStep);
      sum = static_cast<float>(std::max(0.0, sum + fall - kSlack));
    }
    std::uint16_t& known = known_[base + node];
    known = std::min<std::uint16_t>(kMostKnown, static_cast<std::uint16_t>(known + 1));
    mean_[base + node] += static_cast<float>((cut(standings[node]) - mean_[base + node]) / known);
  }
}

std::vector<float> PeerPast::recent_means() const {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  std::vector<float> means(nodes_ * columns_, nan);
  if (recent_.size() < 2) return means;
  for (std::size_t i = 0; i < means.size(); ++i) {
    float sum = 0;
    float n = 0;
    for (const std::vector<float>& night : recent_) {
      if (!std::isfinite(night[i])) continue;
      sum += std::clamp(night[i], -kMostStanding, kMostStanding);
      ++n;
    }
    if (n > 1 && std::isfinite(recent_.back()[i])) means[i] = sum / n;
  }
  return means;
}

std::size_t PeerPast::recent_nights(std::size_t value) const {
  return static_cast<std::size_t>(
      std::count_if(recent_.begin(), recent_.end(),
                    [&](const std::vector<float>& night) { return std::isfinite(night[value]); }));
}

float PeerPast::decline(std::size_t value) const {
  return known_[value] < kLearned ? 0 : sum_[value];
}

float PeerPast::below_own(std::size_t value) const {
  const float n = known_[value];
  if (n < 2 || recent_.empty() || !std::isfinite(recent_.back()[value])) return 0;
  // The mean holds the last standing already, with weight 1 / n.
  return (mean_[value] - recent_.back()[value]) * n / (n - 1);
}

}  // namespace assay
