#include "reports/peers/judge_peers.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <span>
#include <utility>

#include "core/error.hpp"
#include "reports/peers/parts/discover.hpp"
#include "reports/peers/parts/gather.hpp"
#include "reports/peers/parts/studies.hpp"
#include "reports/peers/parts/votes.hpp"

namespace assay {
namespace {

using peers::Matrix;
using peers::Studied;

constexpr float kStillWorse = -1;  // scales: what is well tonight is not warned of for its past

std::size_t tests_of(const std::vector<Studied>& all) {
  std::size_t tests = 0;
  for (const Studied& studied : all) tests += studied.study.tests;
  return tests;
}

/// Keeps those that pass both for their node alone and for the fleet.
void keep_passed(std::vector<PeerOutlier>& outliers, PeerJudgement& judgement,
                 const PeerRules& rules, double share_a_node, double tests_a_node) {
  peers::keep_of_nodes(outliers, tests_a_node, share_a_node);
  std::vector<double> chances;
  chances.reserve(outliers.size());
  for (const PeerOutlier& outlier : outliers) chances.push_back(outlier.p);
  judgement.threshold = peers::discovery_threshold(chances, static_cast<double>(judgement.tests),
                                                   rules.false_discovery, share_a_node);
  std::erase_if(outliers,
                [&](const PeerOutlier& outlier) { return outlier.p > judgement.threshold; });
  for (PeerOutlier& outlier : outliers)
    outlier.threshold = std::min(outlier.threshold, judgement.threshold);
}

void take_populations(std::vector<Studied>& all, PeerJudgement& judgement) {
  for (Studied& studied : all) {
    std::move(studied.splits.begin(), studied.splits.end(), std::back_inserter(judgement.splits));
    std::move(studied.places.begin(), studied.places.end(), std::back_inserter(judgement.places));
    std::move(studied.slots.begin(), studied.slots.end(), std::back_inserter(judgement.slots));
    judgement.suspects.insert(judgement.suspects.end(), studied.suspects.begin(),
                              studied.suspects.end());
  }
}

/// What accuses nobody tonight must not do so on later nights.
void forget_suspect(const std::vector<Studied>& all, std::size_t nodes,
                    std::vector<float>& standings) {
  for (const Studied& studied : all) {
    if (studied.suspects.empty()) continue;
    for (const std::uint32_t column : studied.study.family->columns)
      for (const std::uint32_t node : studied.study.group->nodes)
        standings[column * nodes + node] = std::numeric_limits<float>::quiet_NaN();
  }
}

/// Outliers of the mean of several nights, where the mean deviation matters in the metric's unit
/// and the value is worse than its peers' tonight, too.
std::vector<PeerOutlier> weigh_nights(const Night& night, const peers::Plan& plan,
                                      const peers::Outliers& tonight, const PeerPast& past,
                                      std::span<const float> means, const PeerRules& rules,
                                      double ceiling, std::size_t& tests) {
  const Matrix matrix{.night = &night, .values = means, .standings = true};
  const auto all = peers::study_all(plan, matrix, rules, false, {});
  tests += tests_of(all);
  auto outliers = peers::weigh(all, matrix, rules, ceiling, PeerEvidence::nights);
  std::erase_if(outliers, [&](PeerOutlier& outlier) {
    const std::size_t value = outlier.column * night.nodes() + outlier.node;
    outlier.nights = past.recent_nights(value);
    return !(past.last(value) < kStillWorse) ||
           !tonight.matters(outlier.node, outlier.column, means[value]);
  });
  return outliers;
}

}  // namespace

PeerJudgement judge_peers(const Night& night, const PeerRules& rules, PeerPast* past) {
  require_shape(night);
  if (past != nullptr &&
      (past->nodes() != night.nodes() || past->columns() != night.columns.size()))
    throw Error("a night's past is not shaped as the night");
  PeerJudgement judgement;
  const bool keep = rules.keep_standings || past != nullptr;
  if (keep)
    judgement.standings.assign(night.values.size(), std::numeric_limits<float>::quiet_NaN());
  const peers::Plan plan = peers::plan_night(night);
  const Matrix matrix{.night = &night, .values = night.values};
  std::vector<Studied> all = peers::study_all(plan, matrix, rules, true, judgement.standings);
  if (keep) forget_suspect(all, night.nodes(), judgement.standings);
  judgement.tests = tests_of(all);
  const double shares = past != nullptr ? 2 : 1;  // tonight and the nights share the budget
  const double a_node = std::max(1.0, static_cast<double>(judgement.tests) /
                                          std::max(1.0, static_cast<double>(night.nodes())));
  const double ceiling = rules.false_warn / shares;
  auto outliers = peers::weigh(all, matrix, rules, ceiling, PeerEvidence::tonight);
  const peers::Outliers tonight(all, matrix, rules);
  std::vector<PeerOutlier> declines;
  if (past != nullptr) {
    past->add(judgement.standings);
    const std::vector<float> means = past->recent_means();
    const auto lasting =
        weigh_nights(night, plan, tonight, *past, means, rules, ceiling, judgement.tests);
    outliers.insert(outliers.end(), lasting.begin(), lasting.end());
    declines = tonight.declines(*past, means);
  }
  keep_passed(outliers, judgement, rules, ceiling, a_node);
  outliers.insert(outliers.end(), declines.begin(), declines.end());
  judgement.subjects = tonight.by_subject(std::move(outliers));
  judgement.retests = peers::retests_of(judgement.subjects, night);
  judgement.alone = tonight.alone();
  take_populations(all, judgement);
  judgement.identity = peers::identity_drift(night);
  judgement.digests = peers::vote(night);
  if (!rules.keep_standings) judgement.standings = {};
  return judgement;
}

}  // namespace assay
