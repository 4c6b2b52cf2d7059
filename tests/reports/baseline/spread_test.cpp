#include "reports/baseline/spread.hpp"

#include <gtest/gtest.h>

#include <boost/math/distributions/normal.hpp>
#include <cmath>

#include "core/error.hpp"
#include "core/stats.hpp"
#include "tests/reports/baseline/fleet.hpp"

namespace assay::test {
namespace {

struct Truth {
  double node, subject, run;
};

std::vector<NodeValues> simulated(std::uint64_t seed, int nodes, int subjects, int runs,
                                  const Truth& truth) {
  std::vector<NodeValues> all;
  all.reserve(static_cast<std::size_t>(nodes));
  std::uint64_t i = 0;
  for (int n = 0; n < nodes; ++n) {
    NodeValues& node = all.emplace_back(NodeValues{std::to_string(n), {}});
    const double of_node = truth.node * normal(seed, i++);
    for (int s = 0; s < subjects; ++s) {
      SubjectValues& subject = node.subjects.emplace_back(SubjectValues{std::to_string(s), {}});
      const double of_subject = truth.subject * normal(seed, i++);
      // Unbalanced on purpose: every second subject was measured once less, as long as it was.
      for (int r = 0; r < std::max(1, runs - s % 2); ++r)
        subject.values.push_back(100 + of_node + of_subject + truth.run * normal(seed, i++));
    }
  }
  return all;
}

TEST(Spread, FindsTheComponentsThatWerePutIn) {
  for (const Truth& truth : {Truth{3, 2, 1}, Truth{1, 3, 2}, Truth{0, 2, 0}, Truth{0, 0, 1}}) {
    Truth sum{0, 0, 0};
    double total = 0;
    constexpr int fleets = 60;
    for (int seed = 1; seed <= fleets; ++seed) {
      const Spread spread = spread_of(simulated(static_cast<std::uint64_t>(seed), 40, 4, 3, truth));
      sum.node += spread.node * spread.node / fleets;
      sum.subject += spread.subject * spread.subject / fleets;
      sum.run += spread.run * spread.run / fleets;
      total += spread.total * spread.total / fleets;
    }
    EXPECT_NEAR(std::sqrt(sum.run), truth.run, 0.05);
    EXPECT_NEAR(std::sqrt(sum.subject), truth.subject, 0.25);
    EXPECT_NEAR(std::sqrt(sum.node), truth.node, 0.35);
    const double whole =
        truth.node * truth.node + truth.subject * truth.subject + truth.run * truth.run;
    EXPECT_NEAR(total, whole, 0.06 * whole);
  }
}

TEST(Spread, OfOneValueANodeIsTheirStandardDeviation) {
  const std::vector<double> values{5, 7, 6, 9, 4, 8.5};
  std::vector<NodeValues> nodes;
  nodes.reserve(values.size());
  for (const double x : values) nodes.push_back({"n", {{"node", {x}}}});
  const Spread spread = spread_of(nodes);
  EXPECT_DOUBLE_EQ(spread.total, summarise(values).stddev);
  EXPECT_DOUBLE_EQ(spread.node, spread.total);
  EXPECT_EQ(spread.subject, 0);
  EXPECT_EQ(spread.run, 0);
  EXPECT_DOUBLE_EQ(spread.freedom, 5);
}

TEST(Spread, ScalesWithItsValuesAndForgetsTheirLevel) {
  const std::vector<NodeValues> nodes = simulated(3, 7, 3, 4, {3, 2, 1});
  std::vector<NodeValues> moved = nodes;
  for (NodeValues& node : moved)
    for (SubjectValues& subject : node.subjects)
      for (double& x : subject.values) x = 1000 + 5 * x;
  const Spread a = spread_of(nodes);
  const Spread b = spread_of(moved);
  EXPECT_NEAR(b.total, 5 * a.total, 1e-9);
  EXPECT_NEAR(b.node, 5 * a.node, 1e-9);
  EXPECT_NEAR(b.freedom, a.freedom, 1e-9);
}

TEST(Spread, FreedomLiesBetweenThatOfTheNodesAndOfAllValues) {
  for (std::uint64_t seed = 1; seed < 100; ++seed) {
    const std::vector<NodeValues> nodes = simulated(seed, 6, 4, 3, {1, 1, 1});
    double n = 0;
    for (const NodeValues& node : nodes)
      for (const SubjectValues& subject : node.subjects)
        n += static_cast<double>(subject.values.size());
    const double freedom = spread_of(nodes).freedom;
    EXPECT_GE(freedom, 1);
    EXPECT_LE(freedom, n - 1);
  }
}

TEST(Spread, OfValuesThatAreAllEqualIsNothing) {
  const std::vector<NodeValues> nodes(5, {"n", {{"gpu 0", {2, 2}}, {"gpu 1", {2, 2}}}});
  const Spread spread = spread_of(nodes);
  EXPECT_EQ(spread.total, 0);
  EXPECT_GE(spread.freedom, 4);
}

TEST(Spread, OfOneNodeIsRefused) {
  EXPECT_THROW((void)spread_of({{"n", {{"node", {1, 2, 3}}}}}), Error);
  EXPECT_THROW((void)spread_of({}), Error);
}

TEST(ToleranceFactor, FallsToTheNormalQuantileAsMoreIsKnown) {
  const double z = quantile(boost::math::normal(), 1 - 1e-8);
  double before = 1e9;
  for (const double n : {2.0, 5.0, 10.0, 40.0, 200.0, 10000.0, 1e8}) {
    const double k = tolerance_factor(1e-8, n, n);
    EXPECT_LT(k, before);
    EXPECT_GT(k, z);
    before = k;
  }
  EXPECT_NEAR(before, z, 1e-3);
}

TEST(ToleranceFactor, IsNarrowerForALargerShare) {
  EXPECT_LT(tolerance_factor(1e-6, 9, 10), tolerance_factor(1e-8, 9, 10));
  for (const double bad : {0.0, 0.5, 1.0}) EXPECT_THROW((void)tolerance_factor(bad, 9, 10), Error);
  EXPECT_THROW((void)tolerance_factor(1e-6, 0, 10), Error);
  EXPECT_THROW((void)tolerance_factor(1e-6, 9, 0), Error);
}

/// The promise: in 95 of 100 fleets that are learned from, the bound leaves out no larger share of
/// good values than it says. Checked where it can be counted, at a share of one in a hundred.
TEST(ToleranceFactor, KeepsItsPromiseFromSmallFleets) {
  const boost::math::normal good;
  for (const int nodes : {5, 8, 20}) {
    int kept = 0;
    constexpr int fleets = 2000;
    for (int seed = 0; seed < fleets; ++seed) {
      std::vector<NodeValues> all;
      std::vector<double> values;
      all.reserve(static_cast<std::size_t>(nodes));
      values.reserve(static_cast<std::size_t>(nodes));
      for (int n = 0; n < nodes; ++n) {
        values.push_back(normal(static_cast<std::uint64_t>(seed), static_cast<std::uint64_t>(n)));
        all.push_back({"n", {{"node", {values.back()}}}});
      }
      const Spread spread = spread_of(all);
      const double bound =
          median(values) - tolerance_factor(0.01, spread.freedom, nodes) * spread.total;
      if (cdf(good, bound) <= 0.01) ++kept;
    }
    EXPECT_GE(kept, fleets * 93 / 100) << nodes;
  }
}

}  // namespace
}  // namespace assay::test
