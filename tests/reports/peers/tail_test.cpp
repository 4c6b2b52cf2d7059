#include "reports/peers/parts/tail.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "reports/peers/simulate/noise.hpp"

namespace assay::peers {
namespace {

constexpr double kCut = 2.5;

double density(double t, double freedom) {
  const double lead = std::lgamma((freedom + 1) / 2) - std::lgamma(freedom / 2);
  return std::exp(lead) / std::sqrt(freedom * std::numbers::pi) *
         std::pow(1 + t * t / freedom, -(freedom + 1) / 2);
}

/// Deviation of a variable cut at `cut`, by Simpson's rule.
template <class Density>
double cut_deviation(double cut, const Density& density_of) {
  constexpr int kParts = 400;
  double mass = 0;
  double square = 0;
  for (int i = 0; i <= kParts; ++i) {
    const double t = cut * i / kParts;
    const double weight = i == 0 || i == kParts ? 1 : (i % 2 == 1 ? 4 : 2);
    mass += weight * density_of(t);
    square += weight * t * t * density_of(t);
  }
  return std::sqrt(square / mass);
}

double normal(double t) { return std::exp(-t * t / 2); }

TEST(Tail, ScalesAreTheFixedPointsOfTheFit) {
  const double whole = cut_deviation(kCut, normal);
  for (const double freedom :
       {2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 15.0, 20.0, 30.0, 60.0, 1000.0}) {
    double scale = 1;
    for (int i = 0; i < 200; ++i)
      scale = cut_deviation(kCut * scale, [&](double t) { return density(t, freedom); }) / whole;
    EXPECT_NEAR(fitted_scale(freedom), scale, 2e-4) << freedom;
  }
}

TailCount count(std::uint64_t key, std::size_t n, double freedom) {
  const double unit = freedom == 0 ? 1 : std::sqrt(freedom / (freedom - 2)) / fitted_scale(freedom);
  TailCount tail;
  std::size_t better = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const double z = noise(key, i, freedom) * unit;
    better += z > 0 ? 1 : 0;
    if (z >= TailCount::kFrom) tail.add(z);
  }
  tail.count_all(better);
  return tail;
}

TEST(Tail, TellsNormalFromHeavy) {
  for (std::uint64_t key = 1; key <= 5; ++key) {
    EXPECT_GE(TailFit::of(count(key, 400'000, 0).likelihood()).freedom, 60);
    const double heavy = TailFit::of(count(key, 400'000, 4).likelihood()).freedom;
    EXPECT_GE(heavy, 2.0);
    EXPECT_LE(heavy, 4.0);
  }
}

TEST(Tail, ReachAndChanceAreInverse) {
  for (const double freedom : {2.8, 4.0, 20.0, 1000.0})
    for (const double p : {1e-3, 1e-6, 1e-9}) {
      const TailFit fit{.freedom = freedom, .factor = fitted_scale(freedom)};
      EXPECT_NEAR(fit.chance(fit.reach(p)) / p, 1, 1e-6) << freedom;
    }
}

/// What a scale adds is not added twice where the tails were counted with it.
TEST(Tail, TheScaleThatWasCountedWithComesOnce) {
  for (const double freedom : {15.0, 30.0, 60.0})
    for (const double scale : {80.0, 200.0}) {
      const TailFit tail{.freedom = freedom, .factor = 1.02};
      const TailFit back = tail.without_scale_of(scale).with_scale_of(scale);
      EXPECT_NEAR(back.freedom, freedom, 1e-9);
      EXPECT_EQ(back.factor, tail.factor);
      EXPECT_GT(tail.without_scale_of(scale).freedom, freedom);
    }
  const TailFit light{.freedom = 30, .factor = 1};
  EXPECT_NEAR(light.without_scale_of(10).freedom, 1000, 1e-9) << "never lighter than normal";
  const TailFit heavy{.freedom = 7, .factor = 1};
  EXPECT_EQ(heavy.without_scale_of(44).freedom, 7);
}

TEST(Tail, AnUncertainScaleReachesFarther) {
  const TailFit normal_tail{.freedom = 1000, .factor = 1};
  EXPECT_GT(normal_tail.with_scale_of(10).reach(1e-6), normal_tail.with_scale_of(100).reach(1e-6));
  EXPECT_NEAR(normal_tail.with_scale_of(1e9).reach(1e-6), normal_tail.reach(1e-6), 1e-3);
}

TEST(Tail, CountsAddUp) {
  TailCount both = count(1, 5000, 4);
  both += count(2, 5000, 4);
  EXPECT_NEAR(static_cast<double>(both.all()), 5000, 300);
  const TailLikelihood sum = both.likelihood();
  const TailLikelihood a = count(1, 5000, 4).likelihood();
  const TailLikelihood b = count(2, 5000, 4).likelihood();
  for (std::size_t i = 0; i < sum.size(); ++i) EXPECT_NEAR(sum[i], a[i] + b[i], 1e-6 * -sum[i]);
}

}  // namespace
}  // namespace assay::peers
