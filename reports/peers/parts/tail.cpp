#include "reports/peers/parts/tail.hpp"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

namespace assay::peers {
namespace {

using Student = boost::math::students_t_distribution<double>;

struct Shape {
  double freedom;
  double scale;  ///< fixed point of the cut at 2.5 scales; a test integrates them anew
};
constexpr std::array<Shape, 12> kShapes{{{2, 1.19698},
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
constexpr double kContradicts = 2;  // of the logarithm of the likelihood

double upper(const Student& student, double t) {
  return boost::math::cdf(boost::math::complement(student, t));
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

TailFit TailFit::of(const TailCount& count) {
  std::array<double, kShapes.size()> likelihood{};
  double best = -std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < kShapes.size(); ++i) {
    const Student student(kShapes[i].freedom);
    double above = 2 * upper(student, TailCount::kEdges[0] * kShapes[i].scale);
    auto within = static_cast<double>(count.all_);
    double sum = 0;
    double from = above;
    for (std::size_t bin = 0; bin < TailCount::kEdges.size(); ++bin) {
      const bool last = bin + 1 == TailCount::kEdges.size();
      const double to =
          last ? 0 : 2 * upper(student, TailCount::kEdges[bin + 1] * kShapes[i].scale);
      sum += count.beyond_[bin] * std::log(std::max(from - to, 1e-300));
      within -= count.beyond_[bin];
      from = to;
    }
    likelihood[i] = sum + within * std::log1p(-above);
    best = std::max(best, likelihood[i]);
  }
  for (std::size_t i = 0; i < kShapes.size(); ++i)
    if (likelihood[i] >= best - kContradicts)
      return {.freedom = kShapes[i].freedom, .factor = kShapes[i].scale};
  return {.freedom = kShapes[0].freedom, .factor = kShapes[0].scale};
}

TailFit TailFit::with_scale_of(double scale_freedom) const {
  const double known = std::max(1.0, scale_freedom);
  return {.freedom = 1 / (1 / freedom + 1 / known), .factor = factor};
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
