#include "core/log_record.hpp"

#include <gtest/gtest.h>

#include <random>

#include "core/clock.hpp"

namespace assay {
namespace {

constexpr double kBoot_s = 1'700'000'000;
constexpr LogClock kClock{.now_wall_s = kBoot_s + 1e6, .boot_wall_s = kBoot_s};

LogRecord parsed(const std::string& line) {
  const auto record = parse_log_line(line, kClock);
  return record ? *record : LogRecord{{}, {}, "NOTHING"};
}

struct Shape {
  std::string name, line;
  double wall_s;
};

class LogShape : public testing::TestWithParam<Shape> {};

TEST_P(LogShape, GivesTimeAndMessage) {
  const LogRecord record = parsed(GetParam().line);
  EXPECT_EQ(record.text, "md0: device failed; no spare") << GetParam().line;
  ASSERT_TRUE(record.wall_s.has_value());
  EXPECT_NEAR(*record.wall_s, GetParam().wall_s, 1e-3) << iso8601(*record.wall_s);
}

INSTANTIATE_TEST_SUITE_P(
    All, LogShape,
    testing::Values(
        Shape{"Kmsg", "3,1234,2500000,-;md0: device failed; no spare", kBoot_s + 2.5},
        Shape{"KmsgWithMoreFields", "3,1234,2500000,c,caller=T1;md0: device failed; no spare",
              kBoot_s + 2.5},
        Shape{"Iso", "2023-11-15T01:13:20,250000+00:00 md0: device failed; no spare",
              kBoot_s + 10800.25},
        Shape{"IsoWithZone", "2023-11-14T19:13:20,250000-06:00 md0: device failed; no spare",
              kBoot_s + 10800.25},
        Shape{"IsoWithFacility",
              "kern  :err   : 2023-11-15T01:13:20,250000+00:00 md0: device failed; no spare",
              kBoot_s + 10800.25},
        Shape{"IsoOfSyslog",
              "2023-11-15T02:13:20.25+01:00 node7 kernel: md0: device failed; no spare",
              kBoot_s + 10800.25},
        Shape{"SinceBoot", "[    7.125000] md0: device failed; no spare", kBoot_s + 7.125},
        Shape{"Ctime", "[Wed Nov 15 01:13:20 2023] md0: device failed; no spare", kBoot_s + 10800},
        Shape{"Syslog", "Nov 15 01:13:20 node7 kernel: [99.5] md0: device failed; no spare",
              kBoot_s + 10800}),
    [](const auto& parameter) { return parameter.param.name; });

TEST(LogRecord, MonthsAheadAreOfLastYear) {
  const LogRecord record = parsed("Dec 31 23:59:59 node7 kernel: x");
  ASSERT_TRUE(record.wall_s.has_value());
  EXPECT_EQ(iso8601(*record.wall_s), "2022-12-31T23:59:59Z");
}

TEST(LogRecord, LineWithoutStampHasNoTime) {
  const LogRecord record = parsed("NVRM: Xid (PCI:0000:3b:00): 79");
  EXPECT_FALSE(record.wall_s.has_value());
  EXPECT_EQ(record.text, "NVRM: Xid (PCI:0000:3b:00): 79");
}

TEST(LogRecord, ContinuationAndEmptyLinesAreNone) {
  EXPECT_FALSE(parse_log_line(" SUBSYSTEM=pci", kClock));
  EXPECT_FALSE(parse_log_line("", kClock));
  EXPECT_EQ(parse_log("6,1,5,-;a\n SUBSYSTEM=pci\n\n6,2,6,-;b\n", kClock).size(), 2U);
}

TEST(LogRecord, KeepsTheSequence) { EXPECT_EQ(parsed("6,3972,5,-;a").sequence, 3972); }

TEST(LogRecord, AnyTextGivesALineEach) {
  std::mt19937 random(11);
  const std::string alphabet = "0123456789:,;-+[]T. .abNovZ/\x01\xff";
  std::uniform_int_distribution<std::size_t> pick(0, alphabet.size() - 1);
  for (int round = 0; round < 3000; ++round) {
    std::string line(pick(random) + pick(random), 'x');
    for (char& c : line) c = alphabet[pick(random)];
    const auto record = parse_log_line(line, kClock);
    EXPECT_LE(record ? record->text.size() : 0, line.size());
  }
}

/// Stamps written by dmesg come back to the microsecond.
TEST(LogRecord, BootStampsRoundTrip) {
  std::mt19937 random(5);
  std::uniform_int_distribution<std::int64_t> micros(0, 100'000'000'000);
  for (int round = 0; round < 500; ++round) {
    const std::int64_t at = micros(random);
    const auto record = parse_log_line("6,1," + std::to_string(at) + ",-;x", kClock);
    ASSERT_TRUE(record && record->wall_s);
    EXPECT_NEAR(*record->wall_s - kBoot_s, 1e-6 * static_cast<double>(at), 1e-6);
  }
}

}  // namespace
}  // namespace assay
