#include "collectives/locate/live.hpp"

#include <gmock/gmock.h>

#include <mutex>
#include <set>
#include <thread>

#include "collectives/local/local.hpp"

namespace assay::locate {
namespace {

constexpr LiveOptions kSmall{.bytes = 4096, .calls = 3, .patience_s = 1};

/// Rank 0 measures, the others do what it asks for; the last never comes if `lost`.
template <class Measure>
void on_ranks(int n, bool lost, const Measure& measure) {
  const auto ranks = local_communicators(n);
  std::vector<std::thread> threads;
  for (int rank = 1; rank < (lost ? n - 1 : n); ++rank)
    threads.emplace_back([&, rank] {
      LiveRanks node(*ranks[static_cast<std::size_t>(rank)], kSmall);
      try {
        node.follow();
        EXPECT_FALSE(lost);
      } catch (const Stalled&) {
        EXPECT_TRUE(lost);
      }
    });
  LiveRanks nodes(*ranks[0], kSmall);
  measure(nodes);
  if (!lost) nodes.end();
  for (std::thread& thread : threads) thread.join();
}

/// Everybody to everybody, each direction once, and at some rate.
TEST(Live, PairsAreMeasuredInBothDirections) {
  for (const int n : {2, 4, 5})
    on_ranks(n, false, [n](LiveRanks& nodes) {
      std::set<std::pair<int, int>> seen;
      for (std::int32_t round = 0; round < schedule::tournament_rounds(n); ++round)
        for (const Flow& flow :
             nodes.pairs().measure(schedule::tournament_round(n, round), round)) {
          ASSERT_TRUE(flow.rate.has_value());
          EXPECT_GT(*flow.rate, 0);
          EXPECT_EQ(flow.round, round);
          EXPECT_TRUE(seen.emplace(flow.from, flow.to).second);
        }
      EXPECT_EQ(seen.size(), static_cast<std::size_t>(n * (n - 1)));
    });
}

TEST(Live, GroupsAreMeasuredAtOnce) {
  on_ranks(5, false, [](LiveRanks& nodes) {
    const auto rates = nodes.groups().measure({{0, 3}, {1, 2, 4}}, 0);
    ASSERT_EQ(rates.size(), 2U);
    EXPECT_GT(rates[0].value_or(0), 0);
    EXPECT_GT(rates[1].value_or(0), 0);
    const auto some = nodes.groups().measure({{1, 2}, {4}}, 1);
    EXPECT_GT(some[0].value_or(0), 0);
    EXPECT_FALSE(some[1].has_value()) << "one alone has nobody to talk to";
  });
}

/// A node that is lost does not answer, and of the others nothing is claimed.
TEST(Live, ALostNodeHasNoAnswerFromThenOn) {
  on_ranks(4, true, [](LiveRanks& nodes) {
    const std::vector<schedule::Pair> pairs{{0, 1}, {2, 3}};
    for (std::int32_t round = 0; round < 2; ++round) {
      const std::vector<Flow> flows = nodes.pairs().measure(pairs, round);
      ASSERT_EQ(flows.size(), 2U) << "those with rank 3";
      for (const Flow& flow : flows) {
        EXPECT_FALSE(flow.rate.has_value());
        EXPECT_TRUE(flow.from == 3 || flow.to == 3);
      }
    }
    EXPECT_EQ(nodes.silent(), std::vector<int>{3});
    EXPECT_EQ(nodes.groups().measure({{0, 1}}, 3), (std::vector<std::optional<double>>{{}}));
  });
}

}  // namespace
}  // namespace assay::locate
