#include "reports/peers/parts/gather.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>
#include <tuple>
#include <utility>

namespace assay::peers {
namespace {

constexpr double kNowWorse = 2;  // scales

/// Chance of an alarm a night without cause, from Siegmund's average run length of a CUSUM of
/// normal values ("Sequential Analysis", 1985, eq. 2.56 with its correction of 1.166).
double chance_of_alarm() {
  const double b = 2 * PeerPast::kSlack * (PeerPast::kAlarm + 1.166);
  return 2 * PeerPast::kSlack * PeerPast::kSlack / (std::exp(b) - b - 1);
}

}  // namespace

Outliers::Outliers(const std::vector<Studied>& tonight, const Matrix& matrix,
                   const PeerRules& rules)
    : matrix_(matrix),
      rules_(rules),
      group_of_(matrix.night->nodes()),
      member_of_(matrix.night->nodes()) {
  const std::size_t columns = matrix.night->columns.size();
  std::map<const Group*, std::uint32_t> groups;
  for (const Studied& studied : tonight) {
    const Study& study = studied.study;
    const auto [at, is_new] =
        groups.try_emplace(study.group, static_cast<std::uint32_t>(groups.size()));
    if (is_new) {
      spots_.resize(groups.size() * columns);
      for (std::size_t i = 0; i < study.group->nodes.size(); ++i) {
        group_of_[study.group->nodes[i]] = at->second;
        member_of_[study.group->nodes[i]] = static_cast<std::uint32_t>(i);
      }
    }
    for (std::size_t slot = 0; slot < study.family->columns.size(); ++slot)
      spots_[at->second * columns + study.family->columns[slot]] = {&studied, slot};
  }
}

const Outliers::Spot& Outliers::spot(std::uint32_t node, std::uint32_t column) const {
  return spots_[group_of_[node] * matrix_.night->columns.size() + column];
}

bool Outliers::matters(std::uint32_t node, std::uint32_t column, double standing) const {
  const Spot& at = spot(node, column);
  const Fit& fit = at.studied->study.fits[at.slot];
  if (fit.n == 0 || !at.studied->suspects.empty()) return false;
  return std::abs(standing) * fit.scale >= effect_of(matrix_, column, fit.location, rules_);
}

std::vector<PeerOutlier> Outliers::declines(const PeerPast& past,
                                            std::span<const float> recent_means) const {
  std::vector<PeerOutlier> found;
  const std::size_t nodes = matrix_.night->nodes();
  for (std::uint32_t column = 0; column < matrix_.night->columns.size(); ++column)
    for (std::uint32_t node = 0; node < nodes; ++node) {
      const std::size_t value = column * nodes + node;
      const float sum = past.decline(value);
      if (sum < PeerPast::kAlarm || !(recent_means[value] < -kNowWorse)) continue;
      if (!matters(node, column, past.below_own(value))) continue;
      found.push_back({.node = node, .column = column, .evidence = PeerEvidence::drift});
      found.back().z = -sum;
      found.back().p = chance_of_alarm();
    }
  return found;
}

void Outliers::describe(PeerOutlier& outlier) const {
  const Spot& at = spot(outlier.node, outlier.column);
  const Study& study = at.studied->study;
  const Fit& fit = study.fits[at.slot];
  const double sign = orientation(matrix_, outlier.column);
  const double moved = study.offsets.empty()
                           ? 0
                           : study.offsets[member_of_[outlier.node]] * study.offset_scale[at.slot];
  outlier.measured = matrix_.values[outlier.column * matrix_.night->nodes() + outlier.node];
  outlier.location = sign * (fit.location + moved);
  outlier.scale = fit.scale;
  outlier.sku_median = sign * study.location;
  outlier.peers = fit.n;
}

std::vector<PeerSubject> Outliers::by_subject(std::vector<PeerOutlier> outliers) const {
  const auto slot_of = [&](const PeerOutlier& outlier) {
    return matrix_.night->columns[outlier.column].slot;
  };
  std::sort(outliers.begin(), outliers.end(), [&](const PeerOutlier& a, const PeerOutlier& b) {
    return std::tuple(a.node, slot_of(a), a.column, a.p) <
           std::tuple(b.node, slot_of(b), b.column, b.p);
  });
  const auto same_value = [](const PeerOutlier& a, const PeerOutlier& b) {
    return a.node == b.node && a.column == b.column;
  };
  // What is kept of a value can be held against a re-test where any of its evidence can.
  for (std::size_t i = 1; i < outliers.size(); ++i) {
    PeerOutlier& kept = outliers[i - 1];
    if (!same_value(kept, outliers[i]) || kept.freedom > 0) continue;
    kept.freedom = outliers[i].freedom;
    kept.tail_factor = outliers[i].tail_factor;
  }
  outliers.erase(std::unique(outliers.begin(), outliers.end(), same_value), outliers.end());
  std::vector<PeerSubject> subjects;
  for (PeerOutlier& outlier : outliers) {
    describe(outlier);
    if (subjects.empty() || subjects.back().node != outlier.node ||
        subjects.back().slot != slot_of(outlier))
      subjects.push_back({.node = outlier.node, .slot = slot_of(outlier)});
    subjects.back().outliers.push_back(outlier);
  }
  for (PeerSubject& subject : subjects)
    std::stable_sort(subject.outliers.begin(), subject.outliers.end(),
                     [](const PeerOutlier& a, const PeerOutlier& b) { return a.p < b.p; });
  return subjects;
}

std::vector<std::uint32_t> Outliers::alone() const {
  const std::size_t columns = matrix_.night->columns.size();
  std::vector<std::uint32_t> found;
  for (std::uint32_t column = 0; column < columns; ++column) {
    bool lonely = false;
    for (std::size_t at = column; at < spots_.size() && !lonely; at += columns) {
      const Study& study = spots_[at].studied->study;
      if (study.fits[spots_[at].slot].n > 0) continue;
      lonely = std::any_of(
          study.group->nodes.begin(), study.group->nodes.end(),
          [&](std::uint32_t node) { return std::isfinite(matrix_.night->column(column)[node]); });
    }
    if (lonely) found.push_back(column);
  }
  return found;
}

std::vector<PeerRetest> retests_of(const std::vector<PeerSubject>& subjects, const Night& night) {
  std::vector<PeerRetest> retests;
  for (const PeerSubject& subject : subjects) {
    std::vector<std::string_view> tests;
    for (const PeerOutlier& outlier : subject.outliers) {
      const std::string& test = night.columns[outlier.column].test;
      if (std::find(tests.begin(), tests.end(), test) != tests.end()) continue;
      tests.emplace_back(test);
      retests.push_back({.node = subject.node, .slot = subject.slot, .test = test});
    }
  }
  return retests;
}

}  // namespace assay::peers
