#include "kernels/chase.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "kernels/host/ports.hpp"
#include "suites/memory/cycle.hpp"

namespace assay {
namespace {

TEST(Cycle, VisitsEveryNodeOnceAndComesBack) {
  for (std::uint64_t nodes = 4; nodes <= (1U << 14); nodes *= 2)
    for (const std::uint64_t seed : {0U, 1U, 12345U}) {
      const Cycle cycle(nodes, seed);
      std::vector<bool> seen(nodes);
      std::uint64_t node = 0;
      for (std::uint64_t step = 0; step < nodes; ++step) {
        ASSERT_LT(node, nodes);
        ASSERT_FALSE(seen[node]) << nodes << " nodes, seed " << seed << ", step " << step;
        seen[node] = true;
        node = cycle.next(node);
      }
      EXPECT_EQ(node, 0U);
    }
}

TEST(Cycle, KnowsWhereAWalkEnds) {
  const Cycle cycle(1 << 12, 99);
  std::uint64_t node = 7;
  for (std::uint64_t step = 0; step < 10000; ++step) {
    ASSERT_EQ(cycle.after(7, step), node) << step;
    node = cycle.next(node);
  }
}

/// A prefetcher that guesses the next line or the same stride again must not be right more often
/// than chance.
TEST(Cycle, HasNoStrideToGuess) {
  const Cycle cycle(1 << 16, 1);
  int near = 0;
  int same_stride = 0;
  std::uint64_t before = 0;
  std::uint64_t node = cycle.next(0);
  for (int step = 0; step < 20000; ++step) {
    const std::uint64_t next = cycle.next(node);
    same_stride += next - node == node - before ? 1 : 0;
    near += next - node + 2 <= 4 ? 1 : 0;
    before = node;
    node = next;
  }
  EXPECT_LT(near, 40);
  EXPECT_LT(same_stride, 20);
}

TEST(Cycle, NeighboursInTimeLieOnDifferentPages) {
  const Cycle cycle(1 << 16, 1);
  constexpr std::uint64_t nodes_a_page = 64;
  int same_page = 0;
  std::uint64_t node = 0;
  for (int step = 0; step < 20000; ++step) {
    const std::uint64_t next = cycle.next(node);
    same_page += next / nodes_a_page == node / nodes_a_page ? 1 : 0;
    node = next;
  }
  EXPECT_LT(same_page, 60) << "chance gives 20 of 1024 pages";
}

TEST(HostChase, GoesOnWhereItStopped) {
  const Cycle cycle(256, 3);
  std::vector<std::uint64_t> chain(256 * Chase::kStride, ~std::uint64_t{0});
  for (std::uint64_t node = 0; node < 256; ++node) chain[node * Chase::kStride] = cycle.next(node);
  const auto chase = host::make_chase();
  std::uint64_t at = 0;
  chase->walk(chain.data(), 0, &at);
  EXPECT_EQ(at, 0U);
  chase->walk(chain.data(), 100, &at);
  EXPECT_EQ(at, cycle.after(0, 100));
  chase->walk(chain.data(), 55, &at);
  EXPECT_EQ(at, cycle.after(0, 155));
}

}  // namespace
}  // namespace assay
