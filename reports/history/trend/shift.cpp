#include "reports/history/trend/shift.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/stats.hpp"

namespace assay::history {
namespace {

constexpr double kNormal95 = 1.959963984540054;

/// Variance of the rank sum's statistic, less for ties. `pooled` is sorted.
double rank_variance(const std::vector<double>& pooled, double m, double n) {
  const double all = m + n;
  double ties = 0;
  for (std::size_t i = 0; i < pooled.size();) {
    std::size_t next = i;
    while (next < pooled.size() && pooled[next] == pooled[i]) ++next;
    const auto t = static_cast<double>(next - i);
    ties += t * t * t - t;
    i = next;
  }
  return m * n / 12 * (all + 1 - ties / (all * (all - 1)));
}

}  // namespace

std::optional<double> Shift::share() const noexcept {
  if (before == 0) return std::nullopt;
  return difference / std::abs(before);
}

Shift shift_between(const std::vector<double>& before, const std::vector<double>& after) {
  if (before.empty() || after.empty()) throw Error("a shift needs values on both sides");
  Shift shift{.n_before = before.size(),
              .n_after = after.size(),
              .before = median(before),
              .after = median(after)};
  std::vector<double> differences;
  differences.reserve(before.size() * after.size());
  double wins = 0;  // of after over before, a tie counts half
  for (const double a : after)
    for (const double b : before) {
      differences.push_back(a - b);
      wins += a > b ? 1 : a == b ? 0.5 : 0;
    }
  std::sort(differences.begin(), differences.end());
  shift.difference = quantile(differences, 0.5);

  std::vector<double> pooled = before;
  pooled.insert(pooled.end(), after.begin(), after.end());
  std::sort(pooled.begin(), pooled.end());
  const auto m = static_cast<double>(before.size());
  const auto n = static_cast<double>(after.size());
  const double sigma = std::sqrt(rank_variance(pooled, m, n));
  const double off = std::max(0.0, std::abs(wins - m * n / 2) - 0.5);
  if (sigma > 0) shift.p = std::erfc(off / sigma / std::sqrt(2.0));

  const double outside = std::floor(m * n / 2 - kNormal95 * std::sqrt(m * n * (m + n + 1) / 12));
  if (std::min(m, n) >= 4 && outside >= 1) {
    const auto k = static_cast<std::size_t>(outside);
    shift.interval = {differences[k - 1], differences[differences.size() - k]};
  }
  return shift;
}

bool is_regression(const Shift& shift, Better better, double floor) noexcept {
  if (!shift.interval) return false;
  const double sign = better == Better::higher ? -1 : 1;
  const double size = std::abs(shift.share().value_or(shift.difference));
  const double nearest = sign > 0 ? shift.interval->low : -shift.interval->high;
  return sign * shift.difference > 0 && size >= floor && nearest > 0;
}

}  // namespace assay::history
