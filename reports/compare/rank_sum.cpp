#include "reports/compare/rank_sum.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <cstdint>

#include "core/error.hpp"

namespace assay {
namespace {

/// Twice the mean ranks, so that ties are whole numbers, too.
struct Ranks {
  std::vector<std::size_t> doubled;  ///< of all values, in ascending order
  std::size_t of_b = 0;              ///< sum over the values of b
  double ties = 0;                   ///< sum of t^3 - t over the groups of t equal values
};

Ranks ranks_of(const std::vector<double>& a, const std::vector<double>& b) {
  struct Entry {
    double value;
    bool is_b;
  };
  std::vector<Entry> all;
  all.reserve(a.size() + b.size());
  for (const double x : a) all.push_back({x, false});
  for (const double x : b) all.push_back({x, true});
  std::sort(all.begin(), all.end(),
            [](const Entry& x, const Entry& y) { return x.value < y.value; });
  Ranks ranks;
  ranks.doubled.reserve(all.size());
  for (std::size_t first = 0; first < all.size();) {
    std::size_t last = first;
    while (last < all.size() && all[last].value == all[first].value) ++last;
    const std::size_t doubled = first + 1 + last;  // (first + 1 + last) / 2 is their mean rank
    for (std::size_t i = first; i < last; ++i) {
      ranks.doubled.push_back(doubled);
      if (all[i].is_b) ranks.of_b += doubled;
    }
    const auto t = static_cast<double>(last - first);
    ranks.ties += t * t * t - t;
    first = last;
  }
  return ranks;
}

/// In how many ways `take` of the ranks add up to each sum.
std::vector<double> ways(const std::vector<std::size_t>& ranks, std::size_t take) {
  std::size_t most = 0;
  for (const std::size_t rank : ranks) most += rank;
  std::vector<std::vector<double>> counts(take + 1, std::vector<double>(most + 1));
  counts[0][0] = 1;
  std::size_t used = 0;
  std::size_t reached = 0;
  for (const std::size_t rank : ranks) {
    reached += rank;
    ++used;
    for (std::size_t n = std::min(take, used); n > 0; --n)
      for (std::size_t sum = reached; sum >= rank; --sum)
        counts[n][sum] += counts[n - 1][sum - rank];
  }
  return counts[take];
}

double exact_p(const Ranks& ranks, std::size_t n_a, std::size_t n_b) {
  const std::vector<double> counts = ways(ranks.doubled, n_b);
  const auto middle = static_cast<std::int64_t>(n_b * (n_a + n_b + 1));  // of the doubled sum
  const auto distance = [&](std::size_t sum) {
    return std::abs(static_cast<std::int64_t>(sum) - middle);
  };
  double all = 0;
  double as_far = 0;
  for (std::size_t sum = 0; sum < counts.size(); ++sum) {
    all += counts[sum];
    if (distance(sum) >= distance(ranks.of_b)) as_far += counts[sum];
  }
  return as_far / all;
}

/// With the ties' correction of the variance, and half a pair for continuity.
double normal_p(double u, const Ranks& ranks, double n_a, double n_b) {
  const double n = n_a + n_b;
  const double variance = n_a * n_b / 12 * (n + 1 - ranks.ties / (n * (n - 1)));
  if (!(variance > 0)) return 1;
  const double away = std::max(0.0, std::fabs(u - n_a * n_b / 2) - 0.5);
  const boost::math::normal normal;
  return std::min(1.0, 2 * cdf(complement(normal, away / std::sqrt(variance))));
}

}  // namespace

RankSum rank_sum(const std::vector<double>& a, const std::vector<double>& b) {
  if (a.empty() || b.empty()) throw Error("rank sum of nothing");
  const Ranks ranks = ranks_of(a, b);
  const auto n_a = static_cast<double>(a.size());
  const auto n_b = static_cast<double>(b.size());
  RankSum found;
  found.u = static_cast<double>(ranks.of_b) / 2 - n_b * (n_b + 1) / 2;
  found.delta = 2 * found.u / (n_a * n_b) - 1;
  found.exact = a.size() + b.size() <= kMostExact;
  found.p = found.exact ? exact_p(ranks, a.size(), b.size()) : normal_p(found.u, ranks, n_a, n_b);
  return found;
}

}  // namespace assay
