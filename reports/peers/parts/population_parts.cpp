#include "reports/peers/parts/population_parts.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

#include "core/stats.hpp"
#include "reports/peers/parts/sorted.hpp"

namespace assay::peers {
namespace {

using Fast = boost::math::policies::policy<boost::math::policies::promote_double<false>>;
using Student = boost::math::students_t_distribution<double, Fast>;

constexpr double kMedianCost = 1.2533;
constexpr double kOnceInNights = 1000;
constexpr std::size_t kLeastMembers = 4;
constexpr std::size_t kUsualMembers = 8;  // of a rack whose shift is taken out
constexpr std::size_t kUsualRacks = 8;
constexpr double kWorthIt = 0.1;  // variance between racks, of that between nodes

double error_of(const Classes& classes, std::size_t i) {
  return kMedianCost * classes.node_spread /
         std::sqrt(static_cast<double>(classes.parts[i]->members.size()));
}

}  // namespace

std::string word_of(const Partition& partition, const Partition::Class& part) {
  return part.word == NodeWords::kNotSaid ? std::string() : partition.words->words[part.word];
}

double median_of(const std::vector<std::uint32_t>& members, const std::vector<float>& means,
                 std::vector<float>& buffer) {
  buffer.clear();
  for (const std::uint32_t member : members)
    if (std::isfinite(means[member])) buffer.push_back(means[member]);
  return buffer.empty() ? std::numeric_limits<double>::quiet_NaN() : middle_of(buffer);
}

Side beyond(const std::vector<std::uint32_t>& members, const std::vector<float>& means,
            double limit, double shift) {
  Side side;
  for (const std::uint32_t member : members) {
    if (!std::isfinite(means[member])) continue;
    ++side.n;
    if (shift < 0 ? means[member] < limit : means[member] > limit) ++side.beyond;
  }
  return side;
}

Classes medians_of(const Partition& places, const std::vector<float>& means,
                   std::vector<float>& buffer) {
  Classes classes;
  std::vector<float> within;
  within.reserve(means.size());
  for (const Partition::Class& part : places.classes) {
    if (part.word == NodeWords::kNotSaid || part.members.size() < kLeastMembers) continue;
    const double median = median_of(part.members, means, buffer);
    if (!std::isfinite(median)) continue;
    classes.parts.push_back(&part);
    classes.medians.push_back(static_cast<float>(median));
    for (const std::uint32_t member : part.members)
      if (std::isfinite(means[member]))
        within.push_back(static_cast<float>(std::abs(means[member] - median)));
  }
  if (classes.parts.empty()) return classes;
  buffer = classes.medians;
  classes.centre = middle_of(buffer);
  for (float& median : buffer) median = static_cast<float>(std::abs(median - classes.centre));
  classes.spread = kNormalDeviation * middle_of(buffer);
  classes.node_spread = kNormalDeviation * middle_of(within);
  return classes;
}

std::vector<OddClass> odd_classes(const Classes& classes, const std::vector<float>& means,
                                  double tests) {
  std::vector<OddClass> odd;
  if (classes.parts.size() < kLeastPlaces) return odd;
  const Student student(static_cast<double>(classes.parts.size() - 1));
  for (std::size_t i = 0; i < classes.parts.size(); ++i) {
    OddClass here{.part = classes.parts[i], .others = classes.centre};
    here.shift = classes.medians[i] - classes.centre;
    const double error = std::max({error_of(classes, i), classes.spread, 1e-6});
    here.p = 2 * boost::math::cdf(boost::math::complement(student, std::abs(here.shift) / error));
    if (here.p * tests * kOnceInNights > 1) continue;
    const Side side =
        beyond(here.part->members, means, classes.centre + here.shift / 2, here.shift);
    const double share = static_cast<double>(side.beyond) / static_cast<double>(side.n);
    if (share >= kMostOfClass) odd.push_back(here);
  }
  return odd;
}

PeerPlace tell_place(const OddClass& odd, const Partition& places, const Study& study,
                     const Matrix& matrix) {
  PeerPlace place{.column = study.family->columns.front(), .sku = study.group->sku};
  place.what = places.words->name;
  place.word = word_of(places, *odd.part);
  const double sign = orientation(matrix, place.column);
  place.others_median = sign * (study.location + odd.others * study.scale);
  place.median = sign * (study.location + (odd.others + odd.shift) * study.scale);
  place.p = odd.p;
  for (const std::uint32_t member : odd.part->members)
    place.nodes.push_back(study.group->nodes[member]);
  return place;
}

std::vector<UsualShift> usual_shifts(const Classes& classes) {
  std::vector<UsualShift> shifts;
  if (classes.parts.size() < kUsualRacks) return shifts;
  double error = 0;
  for (std::size_t i = 0; i < classes.parts.size(); ++i) error += error_of(classes, i);
  error /= static_cast<double>(classes.parts.size());
  const double between = classes.spread * classes.spread - error * error;
  if (between < kWorthIt * classes.node_spread * classes.node_spread) return shifts;
  shifts.reserve(classes.parts.size());
  for (std::size_t i = 0; i < classes.parts.size(); ++i) {
    if (classes.parts[i]->members.size() < kUsualMembers) continue;
    const double chance = error_of(classes, i);
    const double kept = between / (between + chance * chance);
    shifts.push_back({classes.parts[i], kept * (classes.medians[i] - classes.centre)});
  }
  return shifts;
}

}  // namespace assay::peers
