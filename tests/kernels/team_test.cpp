#include "kernels/host/team.hpp"

#include <gtest/gtest.h>
#include <sched.h>

#include <atomic>
#include <random>
#include <stdexcept>
#include <vector>

#include "core/error.hpp"

namespace assay::host {
namespace {

TEST(Team, NeedsACore) { EXPECT_THROW(Team({}), Error); }

TEST(Team, EachMemberWorksOnceARound) {
  Team team({-1, -1, -1});
  std::vector<std::atomic<int>> calls(team.size());
  for (int round = 1; round <= 200; ++round) {
    team.run([&](std::size_t member) { ++calls[member]; });
    for (const auto& count : calls) EXPECT_EQ(count, round);
  }
}

TEST(Team, SameMemberIsTheSameThread) {
  Team team({-1, -1});
  std::vector<std::thread::id> first(team.size());
  team.run([&](std::size_t member) { first[member] = std::this_thread::get_id(); });
  EXPECT_EQ(first[0], std::this_thread::get_id());
  EXPECT_NE(first[0], first[1]);
  for (int round = 0; round < 20; ++round)
    team.run([&](std::size_t member) { EXPECT_EQ(first[member], std::this_thread::get_id()); });
}

TEST(Team, AnExceptionOfAnyMemberArrivesAndTheTeamWorksOn) {
  Team team({-1, -1});
  for (const std::size_t thrower : {0U, 1U}) {
    EXPECT_THROW(team.run([&](std::size_t member) {
      if (member == thrower) throw std::runtime_error("lost");
    }),
                 std::runtime_error);
    std::atomic<int> done{0};
    team.run([&](std::size_t) { ++done; });
    EXPECT_EQ(done, 2);
  }
}

TEST(Team, EveryPieceIsDoneOnce) {
  std::mt19937 random(11);
  for (const std::size_t members : {1U, 2U, 5U}) {
    Team team(std::vector<int>(members, -1));
    for (int round = 0; round < 60; ++round) {
      std::vector<std::atomic<int>> done(random() % 70);
      team.run_pieces(done.size(), [&](std::size_t piece) { ++done.at(piece); });
      for (const auto& count : done) EXPECT_EQ(count, 1);
    }
  }
}

/// One member is held up by its first piece until all others are done: who else should do them?
TEST(Team, PiecesOfAMemberThatIsHeldUpAreDoneByOthers) {
  Team team({-1, -1, -1});
  constexpr std::size_t kPieces = 30;
  std::atomic<std::size_t> done{0};
  team.run_pieces(kPieces, [&](std::size_t piece) {
    while (piece == 10 && done < kPieces - 1) std::this_thread::yield();
    ++done;
  });
  EXPECT_EQ(done, kPieces);
}

TEST(Team, AnExceptionInAPieceArrives) {
  Team team({-1, -1});
  EXPECT_THROW(team.run_pieces(8,
                               [](std::size_t piece) {
                                 if (piece == 5) throw std::runtime_error("lost");
                               }),
               std::runtime_error);
  std::atomic<int> done{0};
  team.run_pieces(8, [&](std::size_t) { ++done; });
  EXPECT_EQ(done, 8);
}

TEST(Team, BindsItsThreadsAndGivesTheCallersBindingBack) {
  cpu_set_t before;
  ASSERT_EQ(sched_getaffinity(0, sizeof before, &before), 0);
  int cpu = 0;
  while (!CPU_ISSET(static_cast<std::size_t>(cpu), &before)) ++cpu;
  {
    Team team({cpu, cpu});
    team.run([&](std::size_t) {
      cpu_set_t bound;
      ASSERT_EQ(sched_getaffinity(0, sizeof bound, &bound), 0);
      EXPECT_EQ(CPU_COUNT(&bound), 1);
      EXPECT_TRUE(CPU_ISSET(static_cast<std::size_t>(cpu), &bound));
    });
  }
  cpu_set_t after;
  ASSERT_EQ(sched_getaffinity(0, sizeof after, &after), 0);
  EXPECT_TRUE(CPU_EQUAL(&before, &after));
}

TEST(Team, SharesCoverEverythingOnceInWholeGrains) {
  std::mt19937_64 random(7);
  for (int repeat = 0; repeat < 500; ++repeat) {
    const Team team(std::vector<int>(1 + random() % 4, -1));
    const std::size_t grain = 1 + random() % 600;
    const std::size_t n = random() % 10000;
    std::size_t at = 0;
    for (std::size_t member = 0; member < team.size(); ++member) {
      const auto [begin, end] = team.share(member, n, grain);
      EXPECT_EQ(begin, at);
      EXPECT_LE(begin, end);
      EXPECT_TRUE(begin == n || begin % grain == 0);
      at = end;
    }
    EXPECT_EQ(at, n);
  }
}

}  // namespace
}  // namespace assay::host
