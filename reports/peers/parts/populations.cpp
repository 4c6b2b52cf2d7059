#include "reports/peers/parts/populations.hpp"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <numeric>
#include <utility>

#include "reports/peers/parts/population_parts.hpp"
#include "reports/peers/parts/sorted.hpp"

namespace assay::peers {
namespace {

constexpr int kMostSplits = 3;       // one after the other, in one family
constexpr double kScreen = 4;        // standard errors of a class's clamped mean
constexpr double kClamp = 3;         // node scales
constexpr double kLeastShift = 0.5;  // standings; under that two populations are one
constexpr double kSamePart = 0.9;    // Jaccard index of two ways to part the same nodes
constexpr double kOnceInNights = 1000;
constexpr std::size_t kLeastClass = 3;

/// Mean square of what is cut at `kClamp`: standings lie around 0 unless half of them moved.
double clamped_spread(const std::vector<float>& means) {
  double squares = 0;
  std::size_t n = 0;
  for (const float mean : means) {
    if (!std::isfinite(mean)) continue;
    const double cut = std::clamp<double>(mean, -kClamp, kClamp);
    squares += cut * cut;
    ++n;
  }
  return n == 0 ? 0 : std::sqrt(squares / static_cast<double>(n));
}

/// Might the nodes of this class stand apart? Cheap, and right only on the safe side.
bool conspicuous(const Partition::Class& part, const std::vector<float>& means, double spread) {
  double sum = 0;
  std::size_t n = 0;
  for (const std::uint32_t member : part.members) {
    if (!std::isfinite(means[member])) continue;
    sum += std::clamp(means[member] / spread, -kClamp, kClamp);
    ++n;
  }
  return n >= kLeastClass && std::abs(sum) > kScreen * std::sqrt(static_cast<double>(n));
}

struct Find {
  const Partition* partition = nullptr;
  const Partition::Class* part = nullptr;
  double shift = 0, p = 1, strength = 0;
};

/// The class against the largest one: how many of its nodes lie on the far side of the midpoint,
/// were they drawn from the others.
Find compare(const Partition& partition, const Partition::Class& part,
             const std::vector<float>& means, std::vector<float>& buffer) {
  const Partition::Class& most = partition.classes.front();
  const double there = median_of(part.members, means, buffer);
  const double here = median_of(most.members, means, buffer);
  Find find{.partition = &partition, .part = &part, .shift = there - here};
  if (!std::isfinite(find.shift)) return find;
  const Side mine = beyond(part.members, means, (there + here) / 2, find.shift);
  const Side others = beyond(most.members, means, (there + here) / 2, find.shift);
  const double rate =
      (static_cast<double>(others.beyond) + 1) / (static_cast<double>(others.n) + 2);
  const boost::math::binomial chance(static_cast<double>(mine.n), rate);
  if (mine.beyond > 0)
    find.p =
        boost::math::cdf(boost::math::complement(chance, static_cast<double>(mine.beyond) - 1));
  const double share = static_cast<double>(mine.beyond) / static_cast<double>(mine.n);
  find.strength = (share - rate) * std::sqrt(static_cast<double>(mine.n));
  if (share < kMostOfClass && std::abs(find.shift) > kClearShift) find.p = 1;
  return find;
}

bool matters(const Find& find, const Study& study, const Matrix& matrix, const PeerRules& rules) {
  const double effect = effect_of(matrix, study.family->columns.front(), study.location, rules);
  return std::abs(find.shift) >= kLeastShift && std::abs(find.shift) * study.scale >= effect;
}

/// The word that explains most, and every other that is significant beside it.
std::vector<Find> finds(const Study& study, const Matrix& matrix,
                        const std::vector<Partition>& identity, const PeerRules& rules,
                        double tests, std::vector<float>& buffer) {
  const double spread = clamped_spread(study.means);
  if (!(spread > 0)) return {};
  std::vector<Find> found;
  for (const Partition& partition : identity)
    for (std::size_t i = 1; i < partition.classes.size(); ++i) {
      const Partition::Class& part = partition.classes[i];
      if (part.members.size() < kLeastClass) break;
      // The largest class may be the one that moved the centre: look at both.
      if (!conspicuous(part, study.means, spread) &&
          !conspicuous(partition.classes.front(), study.means, spread))
        continue;
      const Find find = compare(partition, part, study.means, buffer);
      if (find.p * tests * kOnceInNights <= 1 && matters(find, study, matrix, rules))
        found.push_back(find);
    }
  std::stable_sort(found.begin(), found.end(),
                   [](const Find& a, const Find& b) { return a.strength > b.strength; });
  return found;
}

bool same_part(const Partition::Class& a, const Partition::Class& b) {
  std::vector<std::uint32_t> both;
  std::set_intersection(a.members.begin(), a.members.end(), b.members.begin(), b.members.end(),
                        std::back_inserter(both));
  const auto common = static_cast<double>(both.size());
  const auto all = static_cast<double>(a.members.size() + b.members.size()) - common;
  return common >= kSamePart * all;
}

PeerSplit tell(const Find& best, const std::vector<Find>& found, const Study& study,
               const Matrix& matrix, const Partitions& parts) {
  const Partition& partition = *best.partition;
  PeerSplit split{.column = study.family->columns.front(), .sku = study.group->sku};
  split.what = partition.words->name;
  split.word = word_of(partition, *best.part);
  split.majority = word_of(partition, partition.classes.front());
  split.p = best.p;
  const double sign = orientation(matrix, split.column);
  split.majority_median = sign * study.location;
  split.median = sign * (study.location + best.shift * study.scale);
  for (const std::uint32_t member : best.part->members)
    split.nodes.push_back(study.group->nodes[member]);
  for (const Find& other : found)
    if (other.partition != best.partition && same_part(*other.part, *best.part))
      split.also.push_back(other.partition->words->name + " " +
                           word_of(*other.partition, *other.part));
  for (const Partition& place : parts.places)
    for (const Partition::Class& part : place.classes)
      if (same_part(part, *best.part))
        split.also.push_back(place.words->name + " " + word_of(place, part));
  return split;
}

/// Offsets stay in the scale of the fit that they were first taken out of; `shift` is in today's.
void take_out(Study& study, const std::vector<std::uint32_t>& members, double shift) {
  if (study.offsets.empty()) {
    study.offsets.assign(study.means.size(), 0.0F);
    study.offset_scale.reserve(study.fits.size());
    for (const Fit& fit : study.fits) study.offset_scale.push_back(fit.n > 0 ? fit.scale : 0);
    study.offset_unit = study.scale;
  }
  const double kept = shift * study.scale / study.offset_unit;
  for (const std::uint32_t member : members) {
    study.offsets[member] += static_cast<float>(kept);
    study.means[member] -= static_cast<float>(shift);
  }
}

/// Nodes of one rack share its air and its power: how racks differ is taken out of all of them, of
/// what is wider only what stands apart.
void place_by_place(Study& study, const Matrix& matrix, const Partition& place,
                    const PeerRules& rules, double tests, std::vector<PeerPlace>& told,
                    std::vector<float>& buffer) {
  const Classes classes = medians_of(place, study.means, buffer);
  const std::vector<OddClass> odd = odd_classes(classes, study.means, tests);
  const bool racks = place.words == &matrix.night->rack;
  const std::vector<UsualShift> usual = racks ? usual_shifts(classes) : std::vector<UsualShift>();
  for (const OddClass& one : odd) {
    if (!matters({.shift = one.shift}, study, matrix, rules)) continue;
    if (one.shift < 0) told.push_back(tell_place(one, place, study, matrix));
    if (usual.empty()) take_out(study, one.part->members, one.shift);
  }
  for (const auto& [part, shift] : usual) take_out(study, part->members, shift);
}

}  // namespace

Partitions partitions(const Night& night, const Group& group) {
  Partitions parts;
  for (const NodeWords& words : night.identity) {
    Partition part = partition(words, group);
    if (part.classes.size() > 1) parts.identity.push_back(std::move(part));
  }
  for (const NodeWords* words : {&night.su, &night.leaf, &night.rack}) {
    Partition part = partition(*words, group);
    if (part.classes.size() >= kLeastPlaces) parts.places.push_back(std::move(part));
  }
  return parts;
}

std::vector<PeerSplit> explain_words(Study& study, const Matrix& matrix, const Partitions& parts,
                                     const PeerRules& rules, double tests) {
  std::vector<PeerSplit> splits;
  std::vector<float> buffer;
  for (int round = 0; round < kMostSplits; ++round) {
    const auto found = finds(study, matrix, parts.identity, rules, tests, buffer);
    if (found.empty()) break;
    splits.push_back(tell(found.front(), found, study, matrix, parts));
    take_out(study, found.front().part->members, found.front().shift);
  }
  return splits;
}

std::vector<PeerPlace> explain_places(Study& study, const Matrix& matrix, const Partitions& parts,
                                      const PeerRules& rules, double tests) {
  std::vector<PeerPlace> told;
  std::vector<float> buffer;
  for (const Partition& place : parts.places)
    place_by_place(study, matrix, place, rules, tests, told, buffer);
  return told;
}

}  // namespace assay::peers
