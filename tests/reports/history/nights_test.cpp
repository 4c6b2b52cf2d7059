#include "reports/history/nights.hpp"

#include <gtest/gtest.h>

namespace assay::history {
namespace {

TEST(Nights, DatesAreCountedFrom1970) {
  EXPECT_EQ(parse_night("1970-01-01"), 0);
  EXPECT_EQ(parse_night("2026-11-21"), 20'778);
  EXPECT_EQ(parse_night("2026-11-21T23:59:59Z"), 20'778);
  EXPECT_EQ(parse_night("2026-11-22T00:00:00.5Z"), 20'779);
}

TEST(Nights, WhatIsNoDateIsNoNight) {
  for (const char* text : {"", "2026", "2026-02-30", "2026-13-01", "21.11.2026",
                           "2026-11-21T25:00:00Z", "1969-12-31", "2026-11-21 19:00", "2026-11-21x"})
    EXPECT_EQ(parse_night(text), std::nullopt) << text;
}

TEST(Nights, EveryNightComesBackAndLiesInItsMonth) {
  for (NightNumber night = 0; night < 40'000; ++night) {
    ASSERT_EQ(parse_night(night_text(night)), night);
    const Month month = month_of(night);
    ASSERT_LE(month.first, night);
    ASSERT_LT(night, month.next);
    ASSERT_EQ(month_of(month.next - 1).name, month.name);
    ASSERT_NE(month_of(month.next).name, month.name);
  }
  EXPECT_EQ(month_of(20'778).name, "2026_11");
}

}  // namespace
}  // namespace assay::history
