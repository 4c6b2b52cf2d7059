#include "reports/peers/parts/study.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "reports/peers/parts/sorted.hpp"

namespace assay::peers {
namespace {

constexpr std::size_t kOwnScale = 64;  // nodes from which a slot's own scale is known well enough
constexpr double kStandingFloor = 0.05;
constexpr double kMaybe = 3.3;          // scales; no threshold that is ever used lies below
constexpr double kApart = 4;            // scales
constexpr double kMedianCost = 1.2533;  // standard error of a median, of that of a mean
constexpr double kSignificant = 2;      // mean square of slots' locations over what chance gives

std::span<const float> column_of(const Matrix& matrix, std::uint32_t column) {
  const std::size_t nodes = matrix.night->nodes();
  return matrix.values.subspan(column * nodes, nodes);
}

double floor_of(const Matrix& matrix, std::uint32_t column, double location,
                const PeerRules& rules) {
  if (matrix.standings) return kStandingFloor;
  return least_scale(matrix.night->columns[column].unit, location, rules);
}

/// Appends the oriented values of a slot, offsets taken out, `shift` too.
void gather(const Study& study, const Matrix& matrix, std::size_t slot, double shift,
            std::vector<float>& into) {
  const std::uint32_t column = study.family->columns[slot];
  const std::span<const float> values = column_of(matrix, column);
  const auto sign = static_cast<float>(orientation(matrix, column));
  const auto down = static_cast<float>(shift);
  const bool moved = !study.offsets.empty();
  const auto unit = static_cast<float>(moved ? study.offset_scale[slot] : 0);
  for (std::size_t i = 0; i < study.group->nodes.size(); ++i) {
    const float value = values[study.group->nodes[i]];
    if (!std::isfinite(value)) continue;
    into.push_back(sign * value - down - (moved ? study.offsets[i] * unit : 0.0F));
  }
}

/// `before` is the fit of the same values before offsets were taken out, if there was one.
Fit fit_gathered(const Matrix& matrix, std::uint32_t column, const Fit& before,
                 const PeerRules& rules, Scratch& scratch) {
  sort_values(scratch.values, scratch.spare);
  Grain grain = before.grain;
  const double about = middle(scratch.values);
  grain.floor = std::max(grain.floor, floor_of(matrix, column, about, rules));
  grain.effect = effect_of(matrix, column, about, rules);
  return fit_sorted(scratch.values, grain);
}

void fit_each(Study& study, const Matrix& matrix, const PeerRules& rules, Scratch& scratch) {
  for (std::size_t slot = 0; slot < study.fits.size(); ++slot) {
    scratch.values.clear();
    gather(study, matrix, slot, 0, scratch.values);
    if (scratch.values.size() < rules.least_peers) continue;
    study.fits[slot] =
        fit_gathered(matrix, study.family->columns[slot], study.fits[slot], rules, scratch);
    study.freedom[slot] = fit_freedom(static_cast<double>(study.fits[slot].n));
  }
}

/// Locations of slots, shrunk to the common one by how much of their spread is chance
/// (James-Stein); none moves where all of it may be.
std::vector<double> slot_shifts(const Study& study, const Matrix& matrix, const Fit& all,
                                Scratch& scratch) {
  std::vector<double> shifts(study.fits.size(), 0.0);
  double chance = 0;
  double found = 0;
  for (std::size_t slot = 0; slot < shifts.size(); ++slot) {
    scratch.values.clear();
    gather(study, matrix, slot, 0, scratch.values);
    if (scratch.values.empty()) continue;
    shifts[slot] = middle_of(scratch.values) - all.location;
    const double error = kMedianCost * all.scale;
    chance += error * error / static_cast<double>(scratch.values.size());
    found += std::min(shifts[slot] * shifts[slot], 25 * all.scale * all.scale);
  }
  const double kept = found > kSignificant * chance ? 1 - chance / found : 0;
  for (double& shift : shifts) shift *= kept;
  return shifts;
}

void fit_together(Study& study, const Matrix& matrix, const PeerRules& rules, Scratch& scratch) {
  const auto everything = [&](const std::vector<double>& shifts) {
    scratch.values.clear();
    for (std::size_t slot = 0; slot < study.fits.size(); ++slot)
      gather(study, matrix, slot, shifts[slot], scratch.values);
  };
  std::vector<double> shifts(study.fits.size(), 0.0);
  everything(shifts);
  if (scratch.values.size() < rules.least_peers) return;
  const std::uint32_t column = study.family->columns.front();
  Fit fit = fit_gathered(matrix, column, study.fits.front(), rules, scratch);
  shifts = slot_shifts(study, matrix, fit, scratch);
  double own = 0;
  if (std::any_of(shifts.begin(), shifts.end(), [](double shift) { return shift != 0; })) {
    everything(shifts);
    fit = fit_gathered(matrix, column, fit, rules, scratch);
    own = static_cast<double>(shifts.size() - 1);
  }
  for (std::size_t slot = 0; slot < study.fits.size(); ++slot) {
    study.fits[slot] = fit;
    study.fits[slot].location += shifts[slot];
    study.freedom[slot] = fit_freedom(static_cast<double>(fit.n) - own);
  }
}

void summarise_slots(Study& study) {
  std::vector<float> locations;
  std::vector<float> scales;
  for (const Fit& fit : study.fits) {
    if (fit.n == 0) continue;
    locations.push_back(static_cast<float>(fit.location));
    scales.push_back(static_cast<float>(fit.scale));
  }
  if (locations.empty()) return;
  study.location = middle_of(locations);
  study.scale = middle_of(scales);
}

void finish_means(Study& study, const Scratch& scratch) {
  for (std::size_t i = 0; i < study.means.size(); ++i)
    study.means[i] = scratch.counts[i] == 0
                         ? std::numeric_limits<float>::quiet_NaN()
                         : study.means[i] / static_cast<float>(scratch.counts[i]);
}

void stand_slot(Study& study, const Matrix& matrix, std::size_t slot, const PeerRules& rules,
                Scratch& scratch, std::span<float> out) {
  const std::uint32_t column = study.family->columns[slot];
  const Fit& fit = study.fits[slot];
  const std::span<const float> values = column_of(matrix, column);
  const auto gain = static_cast<float>(orientation(matrix, column) / fit.scale);
  const auto base = static_cast<float>(fit.location / fit.scale);
  const bool moved = !study.offsets.empty();
  const auto unit = static_cast<float>(moved ? study.offset_scale[slot] / fit.scale : 0);
  const double effect = effect_of(matrix, column, fit.location, rules);
  const auto apart = static_cast<float>(std::max(kApart, effect / fit.scale));
  std::size_t tests = 0;
  std::size_t better = 0;
  for (std::size_t i = 0; i < study.group->nodes.size(); ++i) {
    const std::uint32_t node = study.group->nodes[i];
    const float z = values[node] * gain - base - (moved ? study.offsets[i] * unit : 0.0F);
    if (!std::isfinite(z)) continue;
    ++tests;
    better += z > 0 ? 1 : 0;
    study.means[i] += z;
    ++scratch.counts[i];
    if (!out.empty()) out[column * matrix.night->nodes() + node] = z;
    if (std::abs(z) < static_cast<float>(TailCount::kFrom)) continue;
    if (z > 0) study.tail.add(z);
    if (std::abs(z) > apart) ++(z < 0 ? study.worse : study.better);
    if (z < static_cast<float>(-kMaybe))
      study.candidates.push_back({node, static_cast<std::uint32_t>(slot), z});
  }
  study.tests += tests;
  study.tail.count_all(better);
}

}  // namespace

double share_apart(const Study& study) {
  const auto [less, more] = std::minmax(study.worse, study.better);
  return study.tests == 0 ? 0 : static_cast<double>(more - less) / static_cast<double>(study.tests);
}

double orientation(const Matrix& matrix, std::uint32_t column) {
  return matrix.standings || matrix.night->columns[column].better == Better::higher ? 1 : -1;
}

double effect_of(const Matrix& matrix, std::uint32_t column, double location,
                 const PeerRules& rules) {
  if (matrix.standings) return 0;
  return least_effect(matrix.night->columns[column].unit, location, rules);
}

void fit_slots(Study& study, const Matrix& matrix, const PeerRules& rules, Scratch& scratch) {
  study.fits.resize(study.family->columns.size());
  study.freedom.assign(study.fits.size(), 0.0);
  if (study.group->nodes.size() < kOwnScale && study.fits.size() > 1)
    fit_together(study, matrix, rules, scratch);
  else
    fit_each(study, matrix, rules, scratch);
  summarise_slots(study);
}

void stand(Study& study, const Matrix& matrix, const PeerRules& rules, Scratch& scratch,
           std::span<float> out) {
  const std::size_t members = study.group->nodes.size();
  study.means.assign(members, 0.0F);
  scratch.counts.assign(members, 0);
  study.candidates.clear();
  study.tail = {};
  study.tests = study.worse = study.better = 0;
  for (std::size_t slot = 0; slot < study.fits.size(); ++slot)
    if (study.fits[slot].n > 0) stand_slot(study, matrix, slot, rules, scratch, out);
  finish_means(study, scratch);
}

}  // namespace assay::peers
