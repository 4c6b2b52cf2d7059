#include "burnin/conclude/peers.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/stats.hpp"

namespace assay {
namespace {

bool exceeds(double deviation, double middle, const PeerRule& rule) {
  return std::abs(deviation) > rule.absolute &&
         std::abs(deviation) > rule.relative * std::abs(middle);
}

PeerStanding standing(double reading, const std::vector<double>& others, const PeerRule& rule) {
  PeerStanding stands;
  stands.median = median(others);
  stands.deviation = reading - stands.median;
  std::vector<double> deviations;
  deviations.reserve(others.size());
  for (const double other : others) deviations.push_back(std::abs(other - stands.median));
  stands.scale = normal_deviation(others.size()) * median(std::move(deviations));
  stands.outlier = others.size() > 1 && exceeds(stands.deviation, stands.median, rule) &&
                   std::abs(stands.deviation) > rule.deviations * stands.scale;
  return stands;
}

}  // namespace

PeerSpread peer_spread(std::span<const double> readings, const PeerRule& rule) {
  PeerSpread spread;
  std::vector<double> present;
  for (const double reading : readings)
    if (std::isfinite(reading)) present.push_back(reading);
  spread.present = present.size();
  spread.standings.resize(readings.size());
  if (present.empty()) return spread;
  const auto [least, most] = std::minmax_element(present.begin(), present.end());
  spread.spread = *most - *least;
  spread.median = median(present);
  spread.undecided = present.size() == 2 && exceeds(spread.spread, spread.median, rule);
  std::size_t position = 0;
  for (std::size_t i = 0; i < readings.size(); ++i) {
    if (!std::isfinite(readings[i])) continue;
    std::vector<double> others = present;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(position++));
    if (!others.empty()) spread.standings[i] = standing(readings[i], others, rule);
  }
  return spread;
}

}  // namespace assay
