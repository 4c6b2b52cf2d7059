#include "collectives/locate/live.hpp"

#include <gmock/gmock.h>

#include <mutex>
#include <set>
#include <thread>

#include "collectives/local/local.hpp"
#include "collectives/locate/locate.hpp"
#include "tests/collectives/locate/wedged.hpp"

namespace assay::locate {
namespace {

constexpr LiveOptions kSmall{.bytes = 4096, .calls = 3, .patience_s = 1};

using Ranks = std::vector<std::unique_ptr<Communicator>>;

/// Rank 0 measures, the others do what it asks for; so many of the last ones never come.
template <class Measure>
void on_ranks(const Ranks& ranks, int lost, const Measure& measure) {
  const auto n = static_cast<int>(ranks.size());
  std::vector<std::thread> threads;
  for (int rank = 1; rank < n - lost; ++rank)
    threads.emplace_back([&, rank] {
      LiveRanks node(*ranks[static_cast<std::size_t>(rank)], kSmall);
      try {
        node.follow();
        EXPECT_EQ(lost, 0);
      } catch (const Stalled&) {
        EXPECT_GT(lost, 0);
      }
    });
  LiveRanks nodes(*ranks[0], kSmall);
  measure(nodes);
  if (lost == 0) nodes.end();
  for (std::thread& thread : threads) thread.join();
}

template <class Measure>
void on_ranks(int n, int lost, const Measure& measure) {
  on_ranks(local_communicators(n), lost, measure);
}

Ranks wedged(int n, const std::set<std::pair<int, int>>& pairs) {
  Ranks ranks;
  for (auto& rank : local_communicators(n))
    ranks.push_back(std::make_unique<Wedged>(std::move(rank), pairs));
  return ranks;
}

Fabric six_nodes() { return {.nodes = {"n0", "n1", "n2", "n3", "n4", "n5"}, .topology = {}}; }

/// Everybody to everybody, each direction once, and at some rate.
TEST(Live, PairsAreMeasuredInBothDirections) {
  for (const int n : {2, 4, 5})
    on_ranks(n, 0, [n](LiveRanks& nodes) {
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
  on_ranks(5, 0, [](LiveRanks& nodes) {
    const auto rates = nodes.groups().measure({{0, 3}, {1, 2, 4}}, 0);
    ASSERT_EQ(rates.size(), 2U);
    EXPECT_GT(rates[0].value_or(0), 0);
    EXPECT_GT(rates[1].value_or(0), 0);
    const auto some = nodes.groups().measure({{1, 2}, {4}}, 1);
    EXPECT_GT(some[0].value_or(0), 0);
    EXPECT_FALSE(some[1].has_value()) << "one alone has nobody to talk to";
  });
}

/// A node that is lost does not answer, of the others nothing is claimed, and the search ends.
TEST(Live, ALostNodeHasNoAnswerAndNothingIsMeasuredAfterIt) {
  on_ranks(4, 1, [](LiveRanks& nodes) {
    const std::vector<schedule::Pair> pairs{{0, 1}, {2, 3}};
    const std::vector<Flow> flows = nodes.pairs().measure(pairs, 0);
    ASSERT_EQ(flows.size(), 2U) << "those with rank 3";
    for (const Flow& flow : flows) {
      EXPECT_FALSE(flow.rate.has_value());
      EXPECT_TRUE(flow.from == 3 || flow.to == 3);
    }
    EXPECT_EQ(nodes.silent(), 3);
    EXPECT_THROW((void)nodes.pairs().measure(pairs, 1), Ended);
    EXPECT_THROW((void)nodes.groups().measure({{0, 1}}, 2), Ended);
    nodes.end();
  });
}

/// Of several that are lost together nobody knows who was first: nobody is named.
TEST(Live, SeveralThatAreLostTogetherAreNotAccused) {
  on_ranks(5, 2, [](LiveRanks& nodes) {
    EXPECT_THROW((void)nodes.pairs().measure({{0, 1}, {2, 3}}, 0), Ended);
    EXPECT_EQ(nodes.silent(), std::nullopt);
    EXPECT_THROW((void)nodes.pairs().measure({{0, 1}, {2, 3}}, 1), Ended);
  });
}

TEST(Live, WhoHearsNobodyIsLost) {
  on_ranks(4, 3, [](LiveRanks& nodes) {
    EXPECT_EQ(nodes.pairs().measure({{0, 1}, {2, 3}}, 0).size(), 2U);
    EXPECT_EQ(nodes.silent(), 0);
  });
}

/// What a pair cannot do holds up nobody else: the others are measured in the same round, and both
/// of its own in the next.
TEST(Live, APairWithoutAnAnswerHoldsUpNobody) {
  on_ranks(wedged(4, {{0, 1}}), 0, [](LiveRanks& nodes) {
    for (const Flow& flow : nodes.pairs().measure({{0, 1}, {2, 3}}, 0))
      EXPECT_EQ(flow.rate.has_value(), flow.from >= 2) << flow.from << " to " << flow.to;
    for (const Flow& flow : nodes.pairs().measure({{0, 2}, {1, 3}}, 1))
      EXPECT_TRUE(flow.rate.has_value()) << flow.from << " to " << flow.to;
    EXPECT_EQ(nodes.groups().measure({{0, 1}, {2, 3}}, 2).front(), std::nullopt);
    EXPECT_TRUE(nodes.groups().measure({{0, 2}, {1, 3}}, 3).front().has_value());
    EXPECT_EQ(nodes.silent(), std::nullopt);
  });
}

TEST(Live, ANodeThatGetsNothingThroughIsNamedWhileTheOthersAreMeasured) {
  on_ranks(wedged(6, {{0, 3}, {1, 3}, {2, 3}, {3, 4}, {3, 5}}), 0, [](LiveRanks& nodes) {
    const Findings findings = locate(six_nodes(), nodes.pairs(), {.seed = 5});
    ASSERT_EQ(findings.culprits.size(), 1U);
    EXPECT_EQ(findings.culprits.front().kind, Kind::node);
    EXPECT_EQ(findings.culprits.front().nodes, std::vector<std::int32_t>{3});
  });
}

TEST(Live, APairThatHasNoWayToEachOtherIsNamed) {
  on_ranks(wedged(6, {{0, 4}}), 0, [](LiveRanks& nodes) {
    const Findings findings = locate(six_nodes(), nodes.pairs(), {.seed = 5});
    ASSERT_EQ(findings.culprits.size(), 1U);
    EXPECT_EQ(findings.culprits.front().kind, Kind::pair);
    EXPECT_EQ(findings.culprits.front().nodes, (std::vector<std::int32_t>{0, 4}));
  });
}

}  // namespace
}  // namespace assay::locate
