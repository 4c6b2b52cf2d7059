#include "reports/history/trend/change_point.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/stats.hpp"

namespace assay::history {
namespace {

constexpr double kCut = 3;  // sigma

/// A stretch of the series, and the step that shows most in it.
struct Candidate {
  std::size_t at = 0;
  double p = 1;
};

double kolmogorov(double d) {
  if (d < 0.3) return 1;  // the series converges slowly there, and its value is 1 to 4 digits
  double sum = 0;
  for (int j = 1; j <= 20; ++j) sum += (j % 2 == 1 ? 2 : -2) * std::exp(-2.0 * j * j * d * d);
  return std::clamp(sum, 0.0, 1.0);
}

/// Noise, but never so little that rounding looks like a step.
double scale(const std::vector<double>& values, double middle) {
  return std::max({noise(values), 1e-9 * std::abs(middle), std::numeric_limits<double>::min()});
}

Candidate strongest(const std::vector<double>& values, std::size_t side) {
  const double middle = median(values);
  const double sigma = scale(values, middle);
  const auto cut = [&](double value) { return std::clamp((value - middle) / sigma, -kCut, kCut); };
  double all = 0;
  for (const double value : values) all += cut(value);
  const auto n = static_cast<double>(values.size());
  Candidate best;
  double most = -1;
  double sum = 0;
  for (std::size_t i = 1; i < values.size(); ++i) {
    sum += cut(values[i - 1]);
    const double bridge = std::abs(sum - all * static_cast<double>(i) / n);
    if (i < side || values.size() - i < side || bridge <= most) continue;
    most = bridge;
    best.at = i;
  }
  best.p = kolmogorov(most / std::sqrt(n));
  return best;
}

bool is_large(const Shift& shift, double floor) {
  return std::abs(shift.share().value_or(shift.difference)) >= floor;
}

/// Finds steps in values[first, last) and adds where they are, in order.
void search(const std::vector<double>& values, std::size_t first, std::size_t last,
            const ChangeRules& rules, std::vector<Candidate>& found) {
  if (last - first < 2 * rules.side) return;
  const auto part = [&](std::size_t from, std::size_t to) {
    return std::vector<double>(values.begin() + static_cast<std::ptrdiff_t>(from),
                               values.begin() + static_cast<std::ptrdiff_t>(to));
  };
  Candidate best = strongest(part(first, last), rules.side);
  best.at += first;
  if (best.p > rules.p) return;
  if (!is_large(shift_between(part(first, best.at), part(best.at, last)), rules.floor)) return;
  search(values, first, best.at, rules, found);
  found.push_back(best);
  search(values, best.at, last, rules, found);
}

}  // namespace

double noise(const std::vector<double>& values) {
  if (values.size() < 3) return 0;
  std::vector<double> steps;
  steps.reserve(values.size() - 1);
  for (std::size_t i = 1; i < values.size(); ++i)
    steps.push_back(std::abs(values[i] - values[i - 1]));
  return 1.4826 * median(std::move(steps)) / std::sqrt(2.0);
}

std::vector<ChangePoint> change_points(const std::vector<double>& values,
                                       const ChangeRules& rules) {
  std::vector<Candidate> found;
  search(values, 0, values.size(), rules, found);
  std::vector<ChangePoint> changes;
  changes.reserve(found.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto from = [&](std::size_t at) {
      return values.begin() + static_cast<std::ptrdiff_t>(at);
    };
    const std::size_t first = i == 0 ? 0 : found[i - 1].at;
    const std::size_t last = i + 1 == found.size() ? values.size() : found[i + 1].at;
    changes.push_back(
        {found[i].at, found[i].p,
         shift_between({from(first), from(found[i].at)}, {from(found[i].at), from(last)})});
  }
  return changes;
}

}  // namespace assay::history
