#include "reports/peers/parts/discover.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace assay::peers {
namespace {

constexpr double kContradicted = 6;    // of a logarithm of likelihood: by chance once in 2000
constexpr std::size_t kOwnTail = 200;  // better standings; fewer say nothing of tails
constexpr double kForeign = 10;        // a family that has no part in the tail of all

std::size_t likeliest(const TailLikelihood& likelihood) {
  return static_cast<std::size_t>(std::max_element(likelihood.begin(), likelihood.end()) -
                                  likelihood.begin());
}

double against(const TailLikelihood& likelihood, std::size_t shape) {
  return likelihood[likeliest(likelihood)] - likelihood[shape];
}

/// Of all families that may share one tail: one metric that is misread must not blind the others.
TailLikelihood common_tail(const std::vector<TailLikelihood>& own) {
  std::vector<std::size_t> shapes;
  shapes.reserve(own.size());
  for (const TailLikelihood& likelihood : own) shapes.push_back(likeliest(likelihood));
  TailLikelihood sum{};
  if (shapes.empty()) return sum;
  const auto half = shapes.begin() + static_cast<std::ptrdiff_t>(shapes.size() / 2);
  std::nth_element(shapes.begin(), half, shapes.end());
  for (const TailLikelihood& likelihood : own)
    if (against(likelihood, *half) < kForeign)
      for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += likelihood[i];
  return sum;
}

/// Of a study's slots, the most that a scale's degrees of freedom are.
double best_known_scale(const Study& study) {
  return study.freedom.empty() ? 0 : *std::max_element(study.freedom.begin(), study.freedom.end());
}

struct Threshold {
  TailFit tail;
  double reach = 0;  ///< standings
};

Threshold threshold_of(const Study& study, std::size_t slot, const TailFit& own,
                       const Matrix& matrix, const PeerRules& rules, double ceiling) {
  const Fit& fit = study.fits[slot];
  Threshold threshold{.tail = own.with_scale_of(study.freedom[slot])};
  if (fit.n == 0) return threshold;
  const double effect = effect_of(matrix, study.family->columns[slot], fit.location, rules);
  threshold.reach = std::max(threshold.tail.reach(ceiling), effect / fit.scale);
  return threshold;
}

std::vector<PeerOutlier> weigh_one(const Study& study, const TailFit& own, const Matrix& matrix,
                                   const PeerRules& rules, double ceiling) {
  std::vector<PeerOutlier> found;
  if (study.candidates.empty()) return found;
  std::vector<Threshold> thresholds;
  thresholds.reserve(study.fits.size());
  for (std::size_t slot = 0; slot < study.fits.size(); ++slot)
    thresholds.push_back(threshold_of(study, slot, own, matrix, rules, ceiling));
  for (const Candidate& candidate : study.candidates) {
    const Threshold& threshold = thresholds[candidate.slot];
    const double worse = -static_cast<double>(candidate.z);
    if (worse < threshold.reach) continue;
    PeerOutlier outlier{.node = candidate.node, .column = study.family->columns[candidate.slot]};
    outlier.z = candidate.z;
    outlier.p = threshold.tail.chance(worse);
    outlier.freedom = threshold.tail.freedom;
    outlier.tail_factor = threshold.tail.factor;
    found.push_back(outlier);
  }
  return found;
}

}  // namespace

std::vector<TailFit> fit_tails(const std::vector<Studied>& all) {
  std::vector<TailLikelihood> own;
  own.reserve(all.size());
  for (const Studied& studied : all) own.push_back(studied.study.tail.likelihood());
  double best_known = 0;
  for (const Studied& studied : all)
    best_known = std::max(best_known, best_known_scale(studied.study));
  const TailFit together = TailFit::of(common_tail(own)).without_scale_of(best_known);
  const std::size_t shape = TailFit::shape_of(together);
  std::vector<TailFit> fits;
  fits.reserve(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const bool differs =
        all[i].study.tail.all() >= kOwnTail && against(own[i], shape) > kContradicted;
    fits.push_back(differs ? TailFit::of(own[i]).without_scale_of(best_known_scale(all[i].study))
                           : together);
  }
  return fits;
}

std::vector<PeerOutlier> weigh(const std::vector<Studied>& all, const Matrix& matrix,
                               const PeerRules& rules, double ceiling, PeerEvidence evidence) {
  const std::vector<TailFit> tails = fit_tails(all);
  std::vector<std::vector<PeerOutlier>> found(all.size());
  in_parallel(all.size(), rules.threads, [&](std::size_t i) {
    if (all[i].suspects.empty())
      found[i] = weigh_one(all[i].study, tails[i], matrix, rules, ceiling);
  });
  std::vector<PeerOutlier> outliers;
  for (const std::vector<PeerOutlier>& some : found)
    outliers.insert(outliers.end(), some.begin(), some.end());
  for (PeerOutlier& outlier : outliers) outlier.evidence = evidence;
  return outliers;
}

double discovery_threshold(const std::vector<double>& chances, double tests, double share,
                           double ceiling) {
  double threshold = ceiling;
  while (true) {
    const auto below =
        std::count_if(chances.begin(), chances.end(), [&](double p) { return p <= threshold; });
    const double next = std::min(ceiling, share * static_cast<double>(below) / tests);
    if (next >= threshold || below == 0) return below == 0 ? 0 : threshold;
    threshold = next;
  }
}

void keep_of_nodes(std::vector<PeerOutlier>& outliers, double tests_a_node, double share) {
  std::vector<std::size_t> order(outliers.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(outliers[a].node, outliers[a].p) < std::pair(outliers[b].node, outliers[b].p);
  });
  std::vector<PeerOutlier> kept;
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    while (end < order.size() && outliers[order[end]].node == outliers[order[begin]].node) ++end;
    std::size_t passed = 0;
    for (std::size_t k = 1; k <= end - begin; ++k)
      if (outliers[order[begin + k - 1]].p <= share * static_cast<double>(k) / tests_a_node)
        passed = k;
    for (std::size_t k = 0; k < passed; ++k) {
      kept.push_back(outliers[order[begin + k]]);
      kept.back().threshold = share * static_cast<double>(passed) / tests_a_node;
    }
  }
  outliers = std::move(kept);
}

}  // namespace assay::peers
