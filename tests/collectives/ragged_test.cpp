#include "collectives/ragged.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "collectives/operation.hpp"
#include "collectives/payload.hpp"

namespace assay {
namespace {

struct Case {
  std::int64_t share;
  int ranks;
};

std::vector<Case> cases() {
  std::mt19937 random(7);
  std::vector<Case> all{{1, 2}, {1, 8}, {3, 2}, {1 << 20, 8}, {std::int64_t{1} << 34, 2}};
  for (int i = 0; i < 200; ++i)
    all.push_back(
        {1 + static_cast<std::int64_t>(random() % 5000), 2 + static_cast<int>(random() % 300)});
  return all;
}

TEST(Ragged, EveryRankSendsAndReceivesAsMuchAsTheOthers) {
  for (const auto& [share, ranks] : cases()) {
    const Ragged blocks(share, ranks);
    EXPECT_EQ(blocks.begin(0), 0);
    EXPECT_EQ(blocks.begin(ranks), share * ranks);
    EXPECT_EQ(blocks.count(0), share) << "as much stays at home as in all_to_all";
    for (int distance = 0; distance < ranks; ++distance) ASSERT_GE(blocks.count(distance), 0);
  }
}

TEST(Ragged, BlocksDiffer) {
  for (const auto& [share, ranks] : cases())
    if (ranks > 2 && share > 1) {
      const Ragged blocks(share, ranks);
      EXPECT_LT(blocks.count(1), blocks.count(ranks - 1)) << share << " among " << ranks;
    }
}

TEST(Ragged, WhatOneSendsTheOtherExpects) {
  for (const auto& [share, ranks] : {Case{1, 5}, Case{7, 3}, Case{1000, 2}, Case{64, 33}}) {
    const Ragged blocks(share, ranks);
    for (int from = 0; from < ranks; ++from)
      for (int to = 0; to < ranks; ++to) {
        const Shares sender = blocks.shares_of(from);
        const Shares receiver = blocks.shares_of(to);
        const auto i = static_cast<std::size_t>(to);
        const auto j = static_cast<std::size_t>(from);
        ASSERT_EQ(sender.send_counts[i], receiver.receive_counts[j]);
        ASSERT_EQ(sender.send_offsets[i], receiver.receive_offsets[j]);
      }
  }
}

TEST(Ragged, EachElementLiesInItsBlock) {
  for (const auto& [share, ranks] : {Case{1, 2}, Case{1, 9}, Case{5, 4}, Case{100, 7}}) {
    const Ragged blocks(share, ranks);
    for (std::int64_t i = 0; i < share * ranks; ++i) {
      const int block = blocks.block_of(i);
      ASSERT_LE(blocks.begin(block), i);
      ASSERT_LT(i, blocks.begin(block + 1));
    }
  }
}

/// The closed form of the answer against what copying by the shares gives.
TEST(Ragged, TheAnswerIsWhatTheSharesDeliver) {
  for (const auto& [share, ranks] : {Case{1, 6}, Case{8, 2}, Case{50, 5}}) {
    const Ragged blocks(share, ranks);
    const Contributions all(3, ranks, ranks, largest_exact(ElementType::fp32), Reduction::maximum);
    for (int rank = 0; rank < ranks; ++rank) {
      const DeliveredRagged<std::uint32_t> right{all, ElementType::fp32, blocks, rank};
      const Shares mine = blocks.shares_of(rank);
      for (int from = 0; from < ranks; ++from) {
        const auto j = static_cast<std::size_t>(from);
        const Shares theirs = blocks.shares_of(from);
        const Given given{all, ElementType::fp32, from, 0};
        for (std::int64_t k = 0; k < mine.receive_counts[j]; ++k) {
          const auto there = static_cast<std::size_t>(mine.receive_offsets[j] + k);
          const auto origin =
              static_cast<std::size_t>(theirs.send_offsets[static_cast<std::size_t>(rank)] + k);
          ASSERT_EQ(right.sender(there), from);
          ASSERT_EQ(right(there).low, given(origin));
        }
      }
    }
  }
}

}  // namespace
}  // namespace assay
