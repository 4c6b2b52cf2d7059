#include "reports/baseline/screen.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"
#include "tests/reports/baseline/fleet.hpp"

namespace assay::test {
namespace {

std::vector<NodeValues> nodes_at(const std::vector<double>& values) {
  std::vector<NodeValues> nodes;
  nodes.reserve(values.size());
  for (const double x : values)
    nodes.push_back({"n" + std::to_string(nodes.size()), {{"node", {x}}}});
  return nodes;
}

std::vector<double> noisy(std::uint64_t seed, int n, double noise) {
  std::vector<double> values;
  values.reserve(static_cast<std::size_t>(n));
  for (int i = 0; i < n; ++i)
    values.push_back(100 * (1 + noise * normal(seed, static_cast<std::uint64_t>(i))));
  return values;
}

TEST(Screen, LeavesGoodNodesIn) {
  for (const int n : {5, 8, 20, 100}) {
    std::size_t wrongly = 0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed)
      wrongly += screen(nodes_at(noisy(seed, n, 0.01))).left_out.size();
    EXPECT_LE(wrongly, 6U) << n;  // 200 fleets, at most 1 % of which lose one
  }
}

TEST(Screen, NamesWhatLiesApartUpToAFifthOfTheNodes) {
  for (const int n : {10, 20, 100})
    for (const double factor : {0.85, 0.92, 1.15}) {
      for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        std::vector<double> values = noisy(seed, n, 0.003);
        const int bad = n / 5;
        for (int i = 0; i < bad; ++i) values[static_cast<std::size_t>(i)] *= factor;
        const Screened screened = screen(nodes_at(values));
        std::vector<std::string> names;
        names.reserve(screened.left_out.size());
        for (const Outlier& outlier : screened.left_out) names.push_back(outlier.node);
        std::vector<std::string> wanted;
        wanted.reserve(static_cast<std::size_t>(bad));
        for (int i = 0; i < bad; ++i) wanted.push_back("n" + std::to_string(i));
        EXPECT_EQ(names, wanted) << n << " nodes at " << factor << ", seed " << seed;
        EXPECT_DOUBLE_EQ(screened.contaminated, static_cast<double>(bad) / n);
        EXPECT_EQ(screened.kept.size() + screened.left_out.size(), values.size());
      }
    }
}

TEST(Screen, ADifferenceThatMattersToNobodyIsNone) {
  std::vector<double> values(20, 100);
  values[3] = 99.1;
  EXPECT_TRUE(screen(nodes_at(values)).left_out.empty());
  values[3] = 98.9;
  EXPECT_EQ(screen(nodes_at(values)).left_out.size(), 1U);
}

TEST(Screen, SeesAnOutlierWhereOverHalfAreEqual) {
  std::vector<double> values(10, 18);
  values[7] = 17;
  const Screened screened = screen(nodes_at(values));
  ASSERT_EQ(screened.left_out.size(), 1U);
  EXPECT_EQ(screened.left_out.front().node, "n7");
  EXPECT_EQ(screened.left_out.front().value, 17);
  EXPECT_EQ(screened.typical, 18);
}

TEST(Screen, OneSubjectOfANodeGoesAloneAndCountsAsOneNode) {
  std::vector<NodeValues> nodes;
  nodes.reserve(10);
  for (int n = 0; n < 10; ++n)
    nodes.push_back({"n" + std::to_string(n), {{"gpu 0", {100}}, {"gpu 1", {100.1, 99.9}}}});
  nodes[4].subjects[1].values = {90, 91};
  const Screened screened = screen(nodes);
  ASSERT_EQ(screened.left_out.size(), 1U);
  EXPECT_EQ(screened.left_out.front().subject, "gpu 1");
  EXPECT_DOUBLE_EQ(screened.left_out.front().value, 90.5);
  EXPECT_DOUBLE_EQ(screened.contaminated, 0.1);
  EXPECT_EQ(screened.kept.size(), 10U);
  EXPECT_EQ(screened.kept[4].subjects.size(), 1U);
}

TEST(Screen, NothingIsRefused) { EXPECT_THROW((void)screen({}), Error); }

}  // namespace
}  // namespace assay::test
