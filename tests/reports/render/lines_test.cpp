#include "reports/render/lines.hpp"

#include <gmock/gmock.h>

#include "reports/render/summary.hpp"
#include "tests/reports/render/samples.hpp"

namespace assay {
namespace {

using testing::ElementsAre;

TEST(Lines, EveryReasonOnceAndEveryCheckOnce) {
  std::mt19937 random(1);
  for (int i = 0; i < 300; ++i) {
    for (const Judgement& node : random_judgements(random)) {
      const auto told = reasons_of_checks(node);
      const auto untold = static_cast<std::size_t>(std::count(told.begin(), told.end(), nullptr));
      EXPECT_EQ(lines(node, true).size(), node.reasons.size() + untold);
      EXPECT_GE(lines(node, false).size(), node.reasons.size());
    }
  }
}

TEST(Lines, ABadCheckWithoutAReasonIsNotLost) {
  Judgement node{.node = "a", .verdict = Verdict::fail};
  node.checks = {{.test = "memory.read", .metric = "bandwidth", .verdict = Verdict::fail},
                 {.test = "memory.read", .metric = "bandwidth", .verdict = Verdict::pass}};
  ASSERT_EQ(lines(node, false).size(), 1U);
  EXPECT_EQ(lines(node, false)[0].verdict, Verdict::fail);
  EXPECT_EQ(lines(node, true).size(), 2U);
}

TEST(Lines, WorstNodeFirst) {
  const std::vector<Judgement> nodes = sample_judgements();
  std::vector<std::string> order;
  for (const Judgement* node : worst_first(nodes)) order.push_back(node->node);
  EXPECT_THAT(order, ElementsAre("node-0003", "node-0002", "node-0004", "node-0001"));
}

TEST(Lines, MarginIsPositiveOnTheGoodSide) {
  EXPECT_DOUBLE_EQ(*margin_of({.measured = 110, .limit = 100, .op = ">="}), 0.1);
  EXPECT_DOUBLE_EQ(*margin_of({.measured = 110, .limit = 100, .op = "<="}), -0.1);
  EXPECT_FALSE(margin_of({.measured = 1, .limit = 0, .op = "<="}).has_value());
  EXPECT_FALSE(margin_of({.limit = 5, .op = "<="}).has_value());
}

TEST(Summary, CountsWhatIsShown) {
  const std::vector<Judgement> nodes = sample_judgements();
  EXPECT_EQ(tally(nodes[0]).text(), "2 fail, 1 warn, 3 pass");
  EXPECT_EQ(tally(nodes).text(), "1 fail, 1 unknown, 1 warn, 1 pass");
  EXPECT_EQ(omissions(nodes[0]), "1 not judged, 1 not applicable, 2 metrics without a limit");
  EXPECT_EQ(omissions(nodes[1]), "");
  EXPECT_EQ(Tally().text(), "none");
}

}  // namespace
}  // namespace assay
