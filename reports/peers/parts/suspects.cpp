#include <algorithm>
#include <cmath>
#include <vector>

#include "reports/peers/parts/population_parts.hpp"
#include "reports/peers/parts/populations.hpp"
#include "reports/peers/parts/sorted.hpp"

namespace assay::peers {
namespace {

constexpr double kApart = 4;        // scales
constexpr double kSharedBy = 0.8;   // of a population, for a word to describe it
constexpr double kNotByOthers = 2;  // times as many as in the other population

/// Which members stand apart: half of their slots' mean does not hide one GPU of eight.
std::vector<bool> apart_of(const Study& study) {
  std::vector<bool> apart(study.means.size());
  std::vector<std::uint32_t> position(
      study.group->nodes.empty() ? 0 : study.group->nodes.back() + std::size_t{1});
  for (std::size_t i = 0; i < study.group->nodes.size(); ++i)
    position[study.group->nodes[i]] = static_cast<std::uint32_t>(i);
  for (std::size_t i = 0; i < apart.size(); ++i) apart[i] = std::abs(study.means[i]) > kApart;
  for (const Candidate& candidate : study.candidates)
    if (candidate.z < -kApart) apart[position[candidate.node]] = true;
  return apart;
}

/// Words of one kind that are nearly all on one side and together make up most of it.
void describe_words(const Partition& partition, const std::vector<bool>& apart,
                    PeerPopulation& population, bool side) {
  std::size_t covered = 0;
  std::vector<std::string> words;
  const auto total = static_cast<std::size_t>(std::count(apart.begin(), apart.end(), side));
  const double usual = static_cast<double>(total) / static_cast<double>(apart.size());
  for (const Partition::Class& part : partition.classes) {
    const auto here = static_cast<std::size_t>(
        std::count_if(part.members.begin(), part.members.end(),
                      [&](std::uint32_t member) { return apart[member] == side; }));
    const double share = static_cast<double>(here) / static_cast<double>(part.members.size());
    if (share < kSharedBy || share < std::min(0.95, kNotByOthers * usual)) continue;
    covered += here;
    words.push_back(partition.words->name + " " + word_of(partition, part));
  }
  if (words.empty() || static_cast<double>(covered) < kSharedBy * static_cast<double>(total))
    return;
  population.shared.insert(population.shared.end(), words.begin(), words.end());
}

PeerPopulation describe(const Study& study, const Matrix& matrix, const Partitions& parts,
                        const std::vector<bool>& apart, bool side) {
  PeerPopulation population;
  std::vector<float> values;
  const std::size_t nodes = matrix.night->nodes();
  for (std::size_t slot = 0; slot < study.fits.size(); ++slot) {
    const Fit& fit = study.fits[slot];
    if (fit.n == 0) continue;
    const std::uint32_t column = study.family->columns[slot];
    const double sign = orientation(matrix, column);
    for (std::size_t i = 0; i < study.group->nodes.size(); ++i) {
      const float value = matrix.values[column * nodes + study.group->nodes[i]];
      const double moved = study.offsets.empty() ? 0 : study.offsets[i] * study.offset_scale[slot];
      const double z = (sign * static_cast<double>(value) - moved - fit.location) / fit.scale;
      if (std::isfinite(z) && (std::abs(z) > kApart) == side) values.push_back(value);
    }
  }
  population.values = values.size();
  if (!values.empty()) population.median = middle_of(values);
  population.nodes = static_cast<std::size_t>(std::count(apart.begin(), apart.end(), side));
  if (population.nodes == 0 || population.nodes == apart.size()) return population;
  for (const Partition& partition : parts.identity)
    describe_words(partition, apart, population, side);
  for (const Partition& partition : parts.places)
    describe_words(partition, apart, population, side);
  return population;
}

}  // namespace

PeerSuspect describe_suspect(const Study& study, const Matrix& matrix, const Partitions& parts) {
  PeerSuspect suspect{.column = study.family->columns.front(), .sku = study.group->sku};
  suspect.share = share_apart(study);
  const std::vector<bool> apart = apart_of(study);
  suspect.main = describe(study, matrix, parts, apart, false);
  suspect.apart = describe(study, matrix, parts, apart, true);
  return suspect;
}

}  // namespace assay::peers
