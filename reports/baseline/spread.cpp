#include "reports/baseline/spread.hpp"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <numeric>

#include "core/error.hpp"

namespace assay {
namespace {

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Sums of squares within groups, all groups together.
class Pooled {
 public:
  void add(const std::vector<double>& group) {
    const double middle = mean(group);
    for (const double x : group) squares_ += (x - middle) * (x - middle);
    freedom_ += static_cast<double>(group.size()) - 1;
    inverse_sizes_ += 1 / static_cast<double>(group.size());
    ++groups_;
  }
  [[nodiscard]] double variance() const { return freedom_ > 0 ? squares_ / freedom_ : 0; }
  [[nodiscard]] double freedom() const { return freedom_; }
  /// Mean of 1/n over the groups: what of a group's variance is in its mean.
  [[nodiscard]] double inverse_size() const { return inverse_sizes_ / groups_; }

 private:
  double squares_ = 0, freedom_ = 0, inverse_sizes_ = 0, groups_ = 0;
};

double root_of_excess(double variance, double explained) {
  return std::sqrt(std::max(0.0, variance - explained));
}

/// What a level adds to the variance of one value, and how well that is known.
struct Share {
  double variance, freedom;
};

double satterthwaite(std::initializer_list<Share> shares) {
  double total = 0;
  double doubt = 0;
  for (const Share& share : shares) {
    total += share.variance;
    if (share.freedom > 0) doubt += share.variance * share.variance / share.freedom;
  }
  double freedom = 0;  // where nothing varies all levels together say so
  for (const Share& share : shares) freedom += share.freedom;
  return std::max(1.0, doubt > 0 ? total * total / doubt : freedom);
}

}  // namespace

Spread spread_of(const std::vector<NodeValues>& nodes) {
  if (nodes.size() < 2) throw Error("spread of fewer than two nodes");
  Pooled runs;
  Pooled subjects;
  Pooled all;
  std::vector<double> node_means;
  node_means.reserve(nodes.size());
  for (const NodeValues& node : nodes) {
    std::vector<double> subject_means;
    subject_means.reserve(node.subjects.size());
    for (const SubjectValues& subject : node.subjects) {
      runs.add(subject.values);
      subject_means.push_back(mean(subject.values));
    }
    subjects.add(subject_means);
    node_means.push_back(mean(subject_means));
  }
  all.add(node_means);
  const Share of_node{all.variance(), all.freedom()};
  const Share of_subject{(1 - subjects.inverse_size()) * subjects.variance(), subjects.freedom()};
  const Share of_run{(1 - runs.inverse_size()) * runs.variance(), runs.freedom()};
  const double subject_variance =
      std::max(0.0, subjects.variance() - runs.variance() * runs.inverse_size());
  return {.node = root_of_excess(all.variance(), subjects.variance() * subjects.inverse_size()),
          .subject = std::sqrt(subject_variance),
          .run = std::sqrt(runs.variance()),
          .total = std::sqrt(of_node.variance + of_subject.variance + of_run.variance),
          .freedom = satterthwaite({of_node, of_subject, of_run})};
}

double tolerance_factor(double beyond, double freedom, double nodes) {
  if (!(beyond > 0 && beyond < 0.5 && freedom > 0 && nodes > 0))
    throw Error("a tolerance of nothing");
  constexpr double doubt = 0.05;
  const double z = -quantile(boost::math::normal(), beyond);
  const double narrow = quantile(boost::math::chi_squared(freedom), doubt);
  return z * std::sqrt(freedom / narrow) * std::sqrt(1 + 1 / nodes);
}

}  // namespace assay
