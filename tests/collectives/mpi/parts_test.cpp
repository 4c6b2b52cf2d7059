#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <random>
#include <thread>

#include "collectives/communicator.hpp"
#include "collectives/mpi/guarded.hpp"
#include "collectives/mpi/module.hpp"
#include "collectives/mpi/pieces.hpp"
#include "collectives/mpi/touched.hpp"
#include "collectives/mpi/version.hpp"
#include "core/error.hpp"

namespace assay {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(PiecesTest, CoverEverythingOnceInOrder) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 500; ++i) {
    const auto most = std::uniform_int_distribution<std::int64_t>(1, 1 << 20)(random);
    const auto count = std::uniform_int_distribution<std::int64_t>(0, 200 * most)(random);
    std::int64_t begin = 0;
    const auto all = pieces(count, most);
    for (const Piece& piece : all) {
      EXPECT_EQ(piece.begin, begin);
      EXPECT_LE(piece.count, most);
      EXPECT_TRUE(piece.count > 0 || count == 0);
      begin += piece.count;
    }
    EXPECT_EQ(begin, count);
    EXPECT_EQ(static_cast<std::int64_t>(all.size()),
              std::max<std::int64_t>(1, (count + most - 1) / most));
  }
}

TEST(PiecesTest, OfNothingAreOneEmptyPiece) { EXPECT_THAT(pieces(0, 5), ElementsAre(Piece{0, 0})); }

TEST(PiecesTest, RefuseWhatIsNoCount) {
  EXPECT_THROW((void)pieces(-1, 5), Error);
  EXPECT_THROW((void)pieces(5, 0), Error);
  EXPECT_THROW((void)blocks(-1), Error);
  EXPECT_THROW((void)blocks(INT64_MAX), Error);
}

TEST(BlocksTest, MakeUpTheCount) {
  std::mt19937_64 random(2);
  for (int i = 0; i < 2000; ++i) {
    const auto count = static_cast<std::int64_t>(random() >> (3 + random() % 60));
    const Blocks parts = blocks(count);
    EXPECT_EQ(std::int64_t{parts.blocks} * parts.block + parts.rest, count);
    EXPECT_GE(parts.rest, 0);
  }
}

/// Memory as a set of addresses.
bool share(const Stretch& a, const Stretch& b) {
  for (std::uintptr_t x = a.begin; x < a.end; ++x)
    if (x >= b.begin && x < b.end) return true;
  return false;
}

TEST(TouchedTest, ConflictsWhereOneWritesWhatTheOtherTouches) {
  std::mt19937 random(3);
  std::array<char, 24> memory{};
  const auto any = [&] {
    const auto begin = static_cast<std::int64_t>(random() % 16);
    return stretch(memory.data() + begin, static_cast<std::int64_t>(random() % 8));
  };
  int conflicts = 0;
  for (int i = 0; i < 5000; ++i) {
    const Touched a{any(), any()};
    const Touched b{any(), any()};
    const bool want =
        share(a.writes, b.writes) || share(a.writes, b.reads) || share(a.reads, b.writes);
    EXPECT_EQ(a.conflicts(b), want);
    EXPECT_EQ(b.conflicts(a), want);
    conflicts += want ? 1 : 0;
  }
  EXPECT_GT(conflicts, 500);
  EXPECT_LT(conflicts, 4500);
}

TEST(TouchedTest, NothingTouchesNothing) {
  const Stretch nowhere = stretch(nullptr, 1000);
  EXPECT_FALSE(nowhere.meets(nowhere));
  EXPECT_FALSE(Touched{}.conflicts(Touched{}));
}

TEST(GuardedTest, GivesBackWhatItDid) {
  int done = 0;
  guarded(10, "work", [&] { done = 7; });
  EXPECT_EQ(done, 7);
  EXPECT_THROW(guarded(10, "work", [] { throw InputError("f", 1, "x", "y"); }), InputError);
}

TEST(GuardedTest, LeavesWhatDoesNotEnd) {
  const auto stop = std::make_shared<std::atomic<bool>>(false);
  const auto stopped = std::make_shared<std::atomic<bool>>(false);
  const auto begin = std::chrono::steady_clock::now();
  try {
    guarded(0.05, "going in circles", [stop, stopped] {
      while (!*stop) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      *stopped = true;
    });
    FAIL() << "came back";
  } catch (const Stalled& error) {
    EXPECT_THAT(error.what(), HasSubstr("going in circles"));
  }
  const std::chrono::duration<double> passed = std::chrono::steady_clock::now() - begin;
  EXPECT_GE(passed.count(), 0.05);
  EXPECT_FALSE(*stopped);
  *stop = true;
  while (!*stopped) std::this_thread::yield();
}

TEST(VersionTest, IsShort) {
  EXPECT_EQ(
      short_version("Open MPI v4.1.4, package: Debian OpenMPI, ident: 4.1.4, repo rev: v4.1.4"),
      "Open MPI 4.1.4");
  EXPECT_EQ(short_version("Open MPI v5.0.7rc1"), "Open MPI 5.0.7rc1");
  EXPECT_EQ(short_version("MPICH Version:      4.0.2\nMPICH Release date:"),
            "MPICH Version:      4.0.2");
  EXPECT_EQ(short_version("Some very own MPI"), "Some very own MPI");
  EXPECT_EQ(short_version(""), "");
}

TEST(OpenTest, SaysInOneLineWhatIsMissing) {
  try {
    (void)open_mpi_module("/nowhere/libassay_mpi.so");
    FAIL() << "opened";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("/nowhere/libassay_mpi.so"));
    EXPECT_THAT(error.what(), testing::Not(HasSubstr("\n")));
  }
}

}  // namespace
}  // namespace assay
