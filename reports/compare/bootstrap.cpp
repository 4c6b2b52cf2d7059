#include "reports/compare/bootstrap.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>

#include "core/philox.hpp"
#include "core/stats.hpp"

namespace assay {
namespace {

/// Draws with replacement, the same on any machine.
class Draws {
 public:
  explicit Draws(std::uint64_t seed) : seed_(seed) {}

  /// Median of as many draws from `sorted` as it has elements. Ranks are drawn, not values: the
  /// median of ranks is the rank of the median.
  double median_of(const std::vector<double>& sorted) {
    const std::size_t n = sorted.size();
    ranks_.resize(n);
    for (std::size_t& rank : ranks_) rank = next(n);
    const auto middle = ranks_.begin() + static_cast<std::ptrdiff_t>(n / 2);
    std::nth_element(ranks_.begin(), middle, ranks_.end());
    if (n % 2 == 1) return sorted[*middle];
    return (sorted[*middle] + sorted[*std::max_element(ranks_.begin(), middle)]) / 2;
  }

 private:
  std::size_t next(std::size_t n) {
    const double share = random_uniform(seed_, drawn_++);
    return std::min(n - 1, static_cast<std::size_t>(share * static_cast<double>(n)));
  }

  std::uint64_t seed_;
  std::uint64_t drawn_ = 0;
  std::vector<std::size_t> ranks_;
};

std::vector<double> without(const std::vector<double>& values, std::size_t i) {
  std::vector<double> others = values;
  others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
  return others;
}

/// Skewness of the ratio's influence values, from leaving out one run of either side at a time.
double acceleration(const std::vector<double>& a, const std::vector<double>& b) {
  double squares = 0;
  double cubes = 0;
  const auto add = [&](const std::vector<double>& ratios) {
    double mean = 0;
    const auto n = static_cast<double>(ratios.size());
    for (const double x : ratios) mean += x / n;
    for (const double x : ratios) {
      const double influence = (mean - x) * (n - 1) / n;
      squares += influence * influence;
      cubes += influence * influence * influence;
    }
  };
  std::vector<double> ratios(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) ratios[i] = median(b) / median(without(a, i));
  add(ratios);
  ratios.resize(b.size());
  for (std::size_t i = 0; i < b.size(); ++i) ratios[i] = median(without(b, i)) / median(a);
  add(ratios);
  constexpr double six = 6;
  return squares > 0 ? cubes / (six * std::pow(squares, 1.5)) : 0;
}

/// How much of the resampled ratios lies below the one found, half of the equal ones with it, as a
/// normal quantile.
double bias(const std::vector<double>& sorted, double found) {
  const auto [first, last] = std::equal_range(sorted.begin(), sorted.end(), found);
  const auto n = static_cast<double>(sorted.size());
  const auto below = static_cast<double>(first - sorted.begin());
  const double share = (below + static_cast<double>(last - first) / 2) / n;
  return quantile(boost::math::normal(), std::clamp(share, 0.5 / n, 1 - 0.5 / n));
}

bool is_usable(const std::vector<double>& values) {
  return values.size() >= kFewestRuns && std::all_of(values.begin(), values.end(), [](double x) {
           return std::isfinite(x) && x > 0;
         });
}

}  // namespace

std::optional<Interval> ratio_interval(const std::vector<double>& a, const std::vector<double>& b,
                                       const Resampling& resampling) {
  if (!is_usable(a) || !is_usable(b) || resampling.times == 0) return std::nullopt;
  std::vector<double> sorted_a = a;
  std::vector<double> sorted_b = b;
  std::sort(sorted_a.begin(), sorted_a.end());
  std::sort(sorted_b.begin(), sorted_b.end());
  Draws draws(resampling.seed);
  std::vector<double> ratios(resampling.times);
  for (double& ratio : ratios) {
    const double below = draws.median_of(sorted_a);
    ratio = draws.median_of(sorted_b) / below;
  }
  std::sort(ratios.begin(), ratios.end());
  const boost::math::normal normal;
  const double z0 = bias(ratios, median(sorted_b) / median(sorted_a));
  const double skew = acceleration(sorted_a, sorted_b);
  // Resampling n values shows their spread too small by the root of (n - 1) / n.
  const auto fewest = static_cast<double>(std::min(a.size(), b.size()));
  const double expansion = std::sqrt(fewest / (fewest - 1));
  const auto end = [&](double share) {
    const double z = z0 + expansion * quantile(normal, share);
    return quantile(ratios, cdf(normal, z0 + z / (1 - skew * z)));
  };
  constexpr double tail = 0.025;
  return Interval{end(tail), end(1 - tail)};
}

}  // namespace assay
