#include "reports/peers/parts/tail.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <numeric>

namespace assay::peers {
namespace {

// Long doubles would cost five times as much for digits that nobody reads.
using Fast = boost::math::policies::policy<boost::math::policies::promote_double<false>>;
using Student = boost::math::students_t_distribution<double, Fast>;

struct Shape {
  double freedom;
  double scale;  ///< fixed point of the cut at 2.5 scales; a test integrates them anew
};
constexpr std::array<Shape, kTailShapes> kShapes{{{2, 1.19698},
                                                  {3, 1.14222},
                                                  {4, 1.11120},
                                                  {5, 1.09128},
                                                  {6, 1.07740},
                                                  {8, 1.05935},
                                                  {10, 1.04813},
                                                  {15, 1.03268},
                                                  {20, 1.02474},
                                                  {30, 1.01665},
                                                  {60, 1.00840},
                                                  {1000, 1.00051}}};
constexpr double kContradicts = 1;  // of the logarithm of the likelihood: one standard error
constexpr double kHeavy = 10;
constexpr double kFarTail = 0.7;

double upper(const Student& student, double t) {
  return boost::math::cdf(boost::math::complement(student, t));
}

using Bins = std::array<std::array<double, TailCount::kEdges.size()>, kTailShapes>;

/// Of a standing above 0 to lie in each bin, for each shape.
const Bins& shape_bins() {
  static const Bins bins = [] {
    Bins all{};
    for (std::size_t i = 0; i < kShapes.size(); ++i) {
      const Student student(kShapes[i].freedom);
      double from = 2 * upper(student, TailCount::kEdges[0] * kShapes[i].scale);
      for (std::size_t bin = 0; bin < TailCount::kEdges.size(); ++bin) {
        const bool last = bin + 1 == TailCount::kEdges.size();
        const double to =
            last ? 0 : 2 * upper(student, TailCount::kEdges[bin + 1] * kShapes[i].scale);
        all[i][bin] = std::max(from - to, 1e-300);
        from = to;
      }
    }
    return all;
  }();
  return bins;
}

double shape_beyond(std::size_t shape) {
  const auto& bins = shape_bins()[shape];
  return std::accumulate(bins.begin(), bins.end(), 0.0);
}

}  // namespace

void TailCount::add(double z) {
  std::size_t bin = 0;
  while (bin + 1 < kEdges.size() && z >= kEdges[bin + 1]) ++bin;
  ++beyond_[bin];
}

TailCount& TailCount::operator+=(const TailCount& other) {
  for (std::size_t i = 0; i < beyond_.size(); ++i) beyond_[i] += other.beyond_[i];
  all_ += other.all_;
  return *this;
}

TailLikelihood TailCount::likelihood() const {
  TailLikelihood likelihood{};
  for (std::size_t i = 0; i < kShapes.size(); ++i) {
    auto within = static_cast<double>(all_);
    double sum = 0;
    for (std::size_t bin = 0; bin < kEdges.size(); ++bin) {
      if (beyond_[bin] > 0) sum += beyond_[bin] * std::log(shape_bins()[i][bin]);
      within -= beyond_[bin];
    }
    likelihood[i] = sum + within * std::log1p(-shape_beyond(i));
  }
  return likelihood;
}

TailFit TailFit::of(const TailLikelihood& likelihood) {
  const double best = *std::max_element(likelihood.begin(), likelihood.end());
  std::size_t i = 0;
  while (likelihood[i] < best - kContradicts) ++i;
  // A sum of heavy parts looks lighter where it is counted than it is far out, where its heaviest
  // part alone is left.
  const double freedom = kShapes[i].freedom;
  return {.freedom = freedom <= kHeavy ? kFarTail * freedom : freedom, .factor = kShapes[i].scale};
}

std::size_t TailFit::shape_of(const TailFit& fit) {
  std::size_t i = 0;
  while (i + 1 < kShapes.size() && kShapes[i].scale > fit.factor) ++i;
  return i;
}

TailFit TailFit::with_scale_of(double scale_freedom) const {
  const double known = std::max(1.0, scale_freedom);
  return {.freedom = 1 / (1 / freedom + 1 / known), .factor = factor};
}

TailFit TailFit::without_scale_of(double scale_freedom) const {
  if (freedom <= kHeavy) return *this;
  const double left = 1 / freedom - 1 / std::max(1.0, scale_freedom);
  return {.freedom = 1 / std::max(left, 1 / kShapes.back().freedom), .factor = factor};
}

double TailFit::chance(double z) const { return upper(Student(freedom), z * factor); }

double TailFit::reach(double p) const {
  return boost::math::quantile(boost::math::complement(Student(freedom), p)) / factor;
}

double fitted_scale(double freedom) {
  for (const Shape& shape : kShapes)
    if (shape.freedom >= freedom) return shape.scale;
  return 1;
}

}  // namespace assay::peers
