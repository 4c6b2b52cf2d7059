#include "cli/values.hpp"

#include <gmock/gmock.h>

#include <random>

#include "core/error.hpp"

namespace assay {
namespace {

using testing::HasSubstr;

TEST(Duration, ReadsWhatTheManualSays) {
  EXPECT_DOUBLE_EQ(parse_duration("--t", "250ms"), 0.25);
  EXPECT_DOUBLE_EQ(parse_duration("--t", "30s"), 30);
  EXPECT_DOUBLE_EQ(parse_duration("--t", "10m"), 600);
  EXPECT_DOUBLE_EQ(parse_duration("--t", "24h"), 86400);
  EXPECT_DOUBLE_EQ(parse_duration("--t", "1.5h"), 5400);
  EXPECT_DOUBLE_EQ(parse_duration("--t", "7d"), 604800);
}

TEST(Size, ReadsWhatTheManualSays) {
  EXPECT_EQ(parse_size("--b", "8"), 8U);
  EXPECT_EQ(parse_size("--b", "64K"), 65536U);
  EXPECT_EQ(parse_size("--b", "64k"), 65536U);
  EXPECT_EQ(parse_size("--b", "64KiB"), 65536U);
  EXPECT_EQ(parse_size("--b", "8GiB"), std::uint64_t{8} << 30U);
  EXPECT_EQ(parse_size("--b", "8GB"), 8'000'000'000U);
  EXPECT_EQ(parse_size("--b", "1.5G"), std::uint64_t{3} << 29U);
  EXPECT_EQ(parse_size("--b", "0"), 0U);
}

TEST(Percentage, ReadsWhatTheManualSays) {
  EXPECT_DOUBLE_EQ(parse_percentage("--p", "20%"), 0.2);
  EXPECT_DOUBLE_EQ(parse_percentage("--p", "2.5%"), 0.025);
  EXPECT_DOUBLE_EQ(parse_percentage("--p", "100%"), 1);
}

class NotAValue : public testing::TestWithParam<std::string> {};

TEST_P(NotAValue, IsRefusedWithTheOptionsName) {
  const std::string& text = GetParam();
  const auto refused = [&](auto&& parse) {
    try {
      (void)parse("--option", text);
      ADD_FAILURE() << '"' << text << "\" was taken";
    } catch (const InputError& error) {
      EXPECT_THAT(error.what(), HasSubstr("--option"));
      EXPECT_THAT(error.what(), HasSubstr('"' + text + '"'));
    }
  };
  refused(parse_duration);
  refused(parse_size);
  refused(parse_percentage);
}

INSTANTIATE_TEST_SUITE_P(Values, NotAValue,
                         testing::Values("", " ", "s", "-1", "-1s", "-5%", "+1s", "1e3s", "1e3",
                                         "0x10", "nan", "inf", "infs", "1 s", " 1s", "1s ", "1..5h",
                                         "1.h", ".5h", "1,5h", "10x", "10ss", "1h30m", "%", "1%%",
                                         "101%", "1.5", "0.3K", "99999999999999999999",
                                         "9999999999999d", "20 %", "1K5"));

TEST(Values, EveryWholeNumberOfEveryUnitReadsBack) {
  std::mt19937 random(1);
  const std::vector<std::pair<std::string, std::uint64_t>> sizes{
      {"", 1}, {"B", 1}, {"K", 1024}, {"MiB", 1U << 20U}, {"kB", 1000}, {"GB", 1'000'000'000}};
  for (int i = 0; i < 1000; ++i) {
    const std::uint64_t n = random() % 1000000;
    for (const auto& [unit, bytes] : sizes)
      EXPECT_EQ(parse_size("--b", std::to_string(n) + unit), n * bytes);
    EXPECT_DOUBLE_EQ(parse_duration("--t", std::to_string(n) + "m"), 60.0 * static_cast<double>(n));
  }
}

}  // namespace
}  // namespace assay
