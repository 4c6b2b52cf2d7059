#include "core/clock.hpp"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(Clock, SimulatedTimePassesOnlyByRequest) {
  SimulatedClock clock(1000);
  clock.sleep_s(3 * 86400);
  clock.sleep_s(-5);
  EXPECT_EQ(clock.now_s(), 3 * 86400);
  EXPECT_EQ(clock.wall_s(), 1000 + 3 * 86400);
}

TEST(Clock, TheSystemClockSleepsAtLeastAsLongAsAsked) {
  SystemClock clock;
  const double start_s = clock.now_s();
  clock.sleep_s(0.01);
  EXPECT_GE(clock.now_s() - start_s, 0.01);
}

TEST(Clock, WritesUtc) {
  EXPECT_EQ(iso8601(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(iso8601(951782399.9), "2000-02-28T23:59:59Z");
  EXPECT_EQ(iso8601(951782400), "2000-02-29T00:00:00Z") << "a leap year";
}

}  // namespace
}  // namespace assay
