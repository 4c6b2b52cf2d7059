#include "reports/baseline/screen.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>

#include "core/error.hpp"
#include "core/stats.hpp"

namespace assay {
namespace {

/// A deviation that matters to nobody is none, however alike the others are.
constexpr double kMatters = 0.01;

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double robust_scale(const std::vector<double>& values, double middle) {
  std::vector<double> distances;
  distances.reserve(values.size());
  for (const double x : values) distances.push_back(std::fabs(x - middle));
  constexpr double of_mad = 1.4826;   // 1 / z(0.75): a normal distribution's sigma per MAD
  constexpr double of_mean = 1.2533;  // sqrt(pi / 2): its sigma per mean absolute deviation
  const double mad = median(distances);
  return mad > 0 ? of_mad * mad : of_mean * mean(distances);
}

/// A scale from few values is itself uncertain, so few values need a wider cut. (n-1)/2 degrees of
/// freedom lie between those of the MAD (0.37 n) and of the standard deviation (n).
double cut(std::size_t n) {
  constexpr double wrongly = 0.005;  // a side, over all n together
  const auto count = static_cast<double>(n);
  const boost::math::students_t t(std::max(1.0, (count - 1) / 2));
  return quantile(complement(t, wrongly / count));
}

}  // namespace

Screened screen(const std::vector<NodeValues>& nodes) {
  std::vector<double> means;
  for (const NodeValues& node : nodes)
    for (const SubjectValues& subject : node.subjects) means.push_back(mean(subject.values));
  if (means.empty()) throw Error("nothing to screen");
  Screened screened;
  screened.typical = median(means);
  const double allowed = std::max(cut(means.size()) * robust_scale(means, screened.typical),
                                  kMatters * std::fabs(screened.typical));
  std::size_t nodes_with_outlier = 0;
  for (const NodeValues& node : nodes) {
    NodeValues kept{node.node, {}};
    for (const SubjectValues& subject : node.subjects) {
      const double value = mean(subject.values);
      if (std::fabs(value - screened.typical) > allowed)
        screened.left_out.push_back({node.node, subject.subject, value});
      else
        kept.subjects.push_back(subject);
    }
    if (kept.subjects.size() < node.subjects.size()) ++nodes_with_outlier;
    if (!kept.subjects.empty()) screened.kept.push_back(std::move(kept));
  }
  screened.contaminated =
      static_cast<double>(nodes_with_outlier) / static_cast<double>(nodes.size());
  return screened;
}

}  // namespace assay
