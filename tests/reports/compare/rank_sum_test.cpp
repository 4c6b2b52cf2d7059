#include "reports/compare/rank_sum.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/philox.hpp"

namespace assay::test {
namespace {

double u_of(const std::vector<double>& a, const std::vector<double>& b) {
  double u = 0;
  for (const double x : a)
    for (const double y : b) u += y > x ? 1 : y == x ? 0.5 : 0;
  return u;
}

/// By trying every way to call as many values b's.
double p_by_trying(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> all = a;
  all.insert(all.end(), b.begin(), b.end());
  const double middle = static_cast<double>(a.size() * b.size()) / 2;
  const double found = std::fabs(u_of(a, b) - middle);
  std::vector<char> is_b(all.size(), 0);
  std::fill(is_b.end() - static_cast<std::ptrdiff_t>(b.size()), is_b.end(), 1);
  double ways = 0;
  double as_far = 0;
  do {
    std::vector<double> left;
    std::vector<double> right;
    for (std::size_t i = 0; i < all.size(); ++i) (is_b[i] != 0 ? right : left).push_back(all[i]);
    ++ways;
    if (std::fabs(u_of(left, right) - middle) >= found - 1e-9) ++as_far;
  } while (std::next_permutation(is_b.begin(), is_b.end()));
  return as_far / ways;
}

TEST(RankSum, IsCountedExactlyAlsoWithTies) {
  std::uint64_t i = 0;
  for (int round = 0; round < 60; ++round) {
    const std::size_t n_a = 1 + random_bits(3, i++) % 6;
    const std::size_t n_b = 1 + random_bits(3, i++) % 6;
    const std::uint64_t kinds = 2 + random_bits(3, i++) % 20;
    std::vector<double> a(n_a);
    std::vector<double> b(n_b);
    for (double& x : a) x = static_cast<double>(random_bits(3, i++) % kinds);
    for (double& x : b) x = static_cast<double>(random_bits(3, i++) % kinds);
    const RankSum found = rank_sum(a, b);
    EXPECT_TRUE(found.exact);
    EXPECT_DOUBLE_EQ(found.u, u_of(a, b));
    EXPECT_NEAR(found.p, p_by_trying(a, b), 1e-12);
    EXPECT_NEAR(found.delta, 2 * found.u / static_cast<double>(n_a * n_b) - 1, 1e-12);
  }
}

TEST(RankSum, AgreesWithPublishedTables) {
  // Two-sided 5 % critical value of U for 8 and 10: 17 (Mann and Whitney 1947, as tabulated since).
  const std::vector<double> a{0, 1, 2, 3, 4, 5, 6, 7};
  const std::vector<double> b{100, 101, 102, 103, 104, 105, 106, 107, 108, 109};
  const auto p_at = [&](double u) {
    // Moves the largest values of a above as many of b as make that U.
    std::vector<double> moved = a;
    double left = u;
    for (std::size_t k = moved.size(); k-- > 0 && left > 0;) {
      const double above = std::min(left, 10.0);
      moved[k] = 100 + above - 0.5;
      left -= above;
    }
    const RankSum found = rank_sum(moved, b);
    EXPECT_DOUBLE_EQ(found.u, 80 - u);
    return found.p;
  };
  EXPECT_LE(p_at(17), 0.05);
  EXPECT_GT(p_at(18), 0.05);
  EXPECT_NEAR(rank_sum(a, b).p, 2.0 / 43758, 1e-12);  // C(18, 8) = 43758
}

TEST(RankSum, TheNormalTakesOverWithoutAStep) {
  std::uint64_t i = 0;
  for (int round = 0; round < 20; ++round) {
    std::vector<double> a(30);
    std::vector<double> b(30);
    for (double& x : a) x = std::floor(20 * random_uniform(5, i++));
    for (double& x : b) x = std::floor(20 * random_uniform(5, i++)) + round * 0.3;
    const RankSum exact = rank_sum(a, b);
    EXPECT_TRUE(exact.exact);
    a.push_back(10);
    const RankSum normal = rank_sum(a, b);
    EXPECT_FALSE(normal.exact);
    EXPECT_NEAR(normal.p, exact.p, 0.06);
  }
}

TEST(RankSum, TurnsWithItsSidesAndSeesOrderOnly) {
  std::uint64_t i = 0;
  for (const std::size_t n : {6U, 25U, 80U}) {
    std::vector<double> a(n);
    std::vector<double> b(n + 3);
    for (double& x : a) x = random_uniform(7, i++);
    for (double& x : b) x = random_uniform(7, i++);
    const RankSum found = rank_sum(a, b);
    const RankSum turned = rank_sum(b, a);
    EXPECT_NEAR(found.p, turned.p, 1e-12);
    EXPECT_NEAR(found.delta, -turned.delta, 1e-12);
    for (auto* side : {&a, &b})
      for (double& x : *side) x = std::exp(9 * x);
    EXPECT_NEAR(rank_sum(a, b).p, found.p, 1e-12);
  }
}

/// Under no difference a p under 0.05 comes in one of twenty comparisons, not more often.
TEST(RankSum, RejectsNoMoreOftenThanItSays) {
  for (const std::size_t n : {8U, 40U}) {
    int rejected = 0;
    constexpr int trials = 2000;
    std::uint64_t i = 0;
    for (int trial = 0; trial < trials; ++trial) {
      std::vector<double> a(n);
      std::vector<double> b(n);
      for (double& x : a) x = random_uniform(11 + n, i++);
      for (double& x : b) x = random_uniform(11 + n, i++);
      if (rank_sum(a, b).p < 0.05) ++rejected;
    }
    EXPECT_LE(rejected, trials * 65 / 1000);
    EXPECT_GE(rejected, trials * 30 / 1000);
  }
}

TEST(RankSum, OfEqualValuesShowsNothing) {
  for (const std::size_t n : {3U, 100U}) {
    const RankSum found = rank_sum(std::vector<double>(n, 1), std::vector<double>(n, 1));
    EXPECT_EQ(found.p, 1);
    EXPECT_EQ(found.delta, 0);
  }
  EXPECT_THROW((void)rank_sum({}, {1}), Error);
  EXPECT_THROW((void)rank_sum({1}, {}), Error);
}

}  // namespace
}  // namespace assay::test
