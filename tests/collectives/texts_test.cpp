#include "collectives/texts.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <mutex>
#include <thread>

#include "collectives/local/local.hpp"

namespace assay {
namespace {

/// `work` on each of `n` ranks at once.
void on_ranks(int n, const std::function<void(Communicator&)>& work) {
  const auto ranks = local_communicators(n);
  std::vector<std::thread> threads;
  threads.reserve(ranks.size());
  for (const auto& rank : ranks) threads.emplace_back([&] { work(*rank); });
  for (std::thread& thread : threads) thread.join();
}

/// Lengths that differ, nothing, and every byte.
std::string text_of(int rank) {
  std::string text(static_cast<std::size_t>(rank * 7), static_cast<char>('a' + rank));
  for (int byte = 0; rank == 2 && byte < 256; ++byte) text += static_cast<char>(byte);
  return text;
}

TEST(Texts, AreGatheredByRank) {
  for (const int n : {1, 2, 5}) {
    on_ranks(n, [n](Communicator& ranks) {
      const std::vector<std::string> all = gather_texts(ranks, text_of(ranks.rank()), 10);
      ASSERT_EQ(all.size(), ranks.rank() == 0 ? static_cast<std::size_t>(n) : 0U);
      for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(all[i], text_of(static_cast<int>(i)));
    });
  }
}

TEST(Texts, OfRankZeroAreEverybodys) {
  on_ranks(4, [](Communicator& ranks) {
    const std::string mine = ranks.rank() == 0 ? text_of(2) : "something else";
    EXPECT_EQ(broadcast_text(ranks, mine, 10), text_of(2));
    EXPECT_EQ(broadcast_text(ranks, "", 10), "");
  });
}

}  // namespace
}  // namespace assay
