#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <vector>

#include "core/stats.hpp"
#include "reports/peers/parts/population_parts.hpp"
#include "reports/peers/parts/populations.hpp"
#include "reports/peers/parts/sorted.hpp"

namespace assay::peers {
namespace {

constexpr double kMedianCost = 1.2533;
constexpr double kOnceInNights = 1000;

/// Where a slot lies against the middle of the others, and what it may be off by chance.
struct Standing {
  double centre = 0, shift = 0, error = 0;
  std::size_t others = 0;
};

Standing among_others(const Study& study, std::size_t slot) {
  Standing standing;
  std::vector<float> others;
  others.reserve(study.fits.size());
  for (std::size_t other = 0; other < study.fits.size(); ++other)
    if (other != slot && study.fits[other].n > 0)
      others.push_back(static_cast<float>(study.fits[other].location));
  standing.others = others.size();
  if (others.empty()) return standing;
  standing.centre = middle_of(others);
  standing.shift = study.fits[slot].location - standing.centre;
  for (float& location : others)
    location = static_cast<float>(std::abs(location - standing.centre));
  const double usual = normal_deviation(others.size()) * middle_of(others);
  const double chance =
      kMedianCost * study.scale / std::sqrt(static_cast<double>(study.group->nodes.size()));
  standing.error = std::hypot(usual, chance);
  return standing;
}

}  // namespace

std::vector<PeerPlace> odd_slots(const Study& study, const Matrix& matrix, const PeerRules& rules,
                                 double tests) {
  std::vector<PeerPlace> odd;
  for (std::size_t slot = 0; slot < study.fits.size(); ++slot) {
    if (study.fits[slot].n == 0) continue;
    const Standing standing = among_others(study, slot);
    if (standing.others + 1 < kLeastPlaces || !(standing.error > 0)) continue;
    const std::uint32_t column = study.family->columns[slot];
    if (-standing.shift < effect_of(matrix, column, standing.centre, rules)) continue;
    const boost::math::students_t student(static_cast<double>(standing.others - 1));
    const double p =
        boost::math::cdf(boost::math::complement(student, -standing.shift / standing.error));
    if (p * tests * kOnceInNights > 1) continue;
    const double sign = orientation(matrix, column);
    PeerPlace place{.column = column, .sku = study.group->sku, .what = "slot", .p = p};
    place.word = matrix.night->slots[matrix.night->columns[column].slot].label;
    place.median = sign * study.fits[slot].location;
    place.others_median = sign * standing.centre;
    place.nodes = study.group->nodes;
    odd.push_back(std::move(place));
  }
  return odd;
}

}  // namespace assay::peers
