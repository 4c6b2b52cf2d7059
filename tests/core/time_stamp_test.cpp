#include "core/time_stamp.hpp"

#include <gtest/gtest.h>

#include "core/clock.hpp"
#include "core/philox.hpp"

namespace assay {
namespace {

TEST(TimeStamp, ReadsWhatTheClockWrites) {
  for (std::uint64_t i = 0; i < 1000; ++i) {
    const auto seconds = static_cast<double>(random_bits(3, i) % 4102444800U);  // until 2100
    EXPECT_EQ(parse_iso8601(iso8601(seconds)), seconds) << iso8601(seconds);
  }
  EXPECT_DOUBLE_EQ(*parse_iso8601("1970-01-01T00:00:01.25Z"), 1.25);
}

TEST(TimeStamp, RefusesAnythingElse) {
  for (const char* text :
       {"", "yesterday", "2026-11-21", "2026-11-21T19:11:00", "2026-11-21 19:11:00Z",
        "2026-13-21T19:11:00Z", "2026-02-30T19:11:00Z", "2026-11-21T24:11:00Z",
        "2026-11-21T19:61:00Z", "2026-11-21T19:11:00.Z", "2026-11-21T19:11:00+00:00",
        "2026-11-21T19:11:00.1234567890123Z", "2026-1a-21T19:11:00Z"})
    EXPECT_FALSE(parse_iso8601(text)) << text;
}

}  // namespace
}  // namespace assay
