#include "collectives/mpi/patience.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace assay {
namespace {

/// Time that goes on by itself with every look at it; remembers what was slept.
class WalkingClock final : public Clock {
 public:
  explicit WalkingClock(double step_s) : step_s_(step_s) {}
  [[nodiscard]] double now_s() const override { return now_s_ += step_s_; }
  [[nodiscard]] double wall_s() const override { return now_s_; }
  void sleep_s(double seconds) override {
    now_s_ += seconds;
    ++sleeps;
  }
  int sleeps = 0;
  mutable double now_s_ = 0;

 private:
  double step_s_;
};

/// Asks until the deadline, at most `most` times.
int questions(Patience& patience, int most) {
  int asked = 0;
  while (asked < most && patience.again()) ++asked;
  return asked;
}

TEST(PatienceTest, EndsAtTheDeadline) {
  for (double deadline_s : {1e-5, 1e-3, 0.5, 3.0}) {
    WalkingClock clock(1e-6);
    Patience patience(clock, deadline_s);
    constexpr int kMost = 100000000;
    ASSERT_LT(questions(patience, kMost), kMost);
    EXPECT_GE(clock.now_s_, deadline_s);
    EXPECT_LE(clock.now_s_, deadline_s + 1e-3);
    EXPECT_FALSE(patience.again()) << "the deadline has not come back";
  }
}

TEST(PatienceTest, HasNoneLeftAtADeadlineThatIsNone) {
  for (double deadline_s : {0.0, -1.0, std::numeric_limits<double>::quiet_NaN(),
                            -std::numeric_limits<double>::infinity()}) {
    WalkingClock clock(1e-9);
    Patience patience(clock, deadline_s);
    EXPECT_LT(questions(patience, 1000), 1000) << deadline_s;
  }
}

TEST(PatienceTest, ReadsTheClockSeldomWhileTheAnswerMayComeAtOnce) {
  WalkingClock clock(1e-7);
  Patience patience(clock, 10);
  const double begin_s = clock.now_s_;
  EXPECT_EQ(questions(patience, 320), 320);
  EXPECT_LE((clock.now_s_ - begin_s) / 1e-7, 21);
}

TEST(PatienceTest, SleepsOnlyAfterASecond) {
  WalkingClock clock(1e-5);
  Patience patience(clock, 100);
  while (clock.now_s_ < 0.99) ASSERT_TRUE(patience.again());
  EXPECT_EQ(clock.sleeps, 0);
  while (clock.now_s_ < 1.1) ASSERT_TRUE(patience.again());
  EXPECT_GT(clock.sleeps, 100);
}

TEST(PatienceTest, SpinsAgainForTheNextAnswerButKeepsTheDeadline) {
  WalkingClock clock(1e-5);
  Patience patience(clock, 2.5);
  while (clock.sleeps == 0) ASSERT_TRUE(patience.again());
  patience.next();
  const int sleeps = clock.sleeps;
  const double begin_s = clock.now_s_;
  while (clock.now_s_ < begin_s + 0.9) ASSERT_TRUE(patience.again());
  EXPECT_EQ(clock.sleeps, sleeps);
  constexpr int kMost = 100000000;
  EXPECT_LT(questions(patience, kMost), kMost);
  EXPECT_LE(clock.now_s_, 2.51);
}

}  // namespace
}  // namespace assay
