#include "reports/importers/common/figures.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cmath>
#include <random>

#include "reports/importers/common/command.hpp"
#include "reports/importers/common/printed.hpp"

namespace assay {
namespace {

TEST(Figures, AreWholeWords) {
  EXPECT_EQ(decimal("12.90"), 12.90);
  EXPECT_EQ(decimal("1.04858e+06"), 1048580);
  EXPECT_EQ(decimal("-3"), -3);
  for (const char* word : {"", "nan", "inf", "1,5", "0x10", "1.0x", " 1", "XXX", "N/A", "1e999"})
    EXPECT_FALSE(decimal(word)) << word;
}

TEST(Figures, RoundAsTheyArePrinted) {
  EXPECT_DOUBLE_EQ(rounding_of("12.90"), 0.005);
  EXPECT_DOUBLE_EQ(rounding_of("8948"), 0.5);
  EXPECT_DOUBLE_EQ(rounding_of("1.04858e+06"), 5);
  EXPECT_DOUBLE_EQ(rounding_of("5e-07"), 0.5e-7);
}

/// Whatever was printed, the number lies within the rounding; and numbers farther apart than both
/// roundings are told apart.
TEST(Printed, ContainsWhatWasPrinted) {
  std::mt19937 random(2);
  for (int i = 0; i < 5000; ++i) {
    const double value = std::exp(std::uniform_real_distribution<double>(-3, 15)(random));
    const int places = static_cast<int>(random() % 4);
    const auto found = printed(fmt::format("{:.{}f}", value, places));
    ASSERT_TRUE(found);
    EXPECT_LE(found->least(), value * (1 + 1e-12));
    EXPECT_GE(found->most(), value * (1 - 1e-12));
    EXPECT_TRUE(may_be_equal(*found, {value, 0}));
    EXPECT_FALSE(may_be_equal(*found, {value * 1.0001 + 2.1 * found->rounding, 0}));
  }
}

TEST(Printed, RatesCoverEveryTimeThatMayHaveBeenMeant) {
  std::mt19937 random(3);
  for (int i = 0; i < 5000; ++i) {
    const double time = std::uniform_real_distribution<double>(1, 500)(random);
    const auto shown = printed(fmt::format("{:.2f}", time));
    const auto rate = rate_of(1e6, *shown);
    ASSERT_TRUE(rate);
    EXPECT_TRUE(may_be_equal(*rate, {1e6 / time, 0})) << time;
  }
  EXPECT_FALSE(rate_of(1, {0, 0.005}));
  EXPECT_FALSE(rate_of(1, {0.004, 0.005}));
}

TEST(Figures, ThatAreNotFiniteStayAbsent) {
  EXPECT_FALSE(one_sample("x", Unit::seconds, Better::lower, NAN).value);
  EXPECT_EQ(one_sample("x", Unit::seconds, Better::lower, 2).samples->mean, 2);
}

TEST(Defects, FailAResultForGood) {
  Result result;
  set_error(result, "no answer");
  EXPECT_EQ(result.outcome, Outcome::error);
  add_defect(result, {.what = "wrong"});
  set_error(result, "again");
  EXPECT_EQ(result.outcome, Outcome::failed);
  EXPECT_EQ(result.reason, "no answer");
  EXPECT_EQ(result.defects.size(), 1U);
}

TEST(Commands, LoseTheirPrompt) {
  EXPECT_EQ(without_prompt("[root@n5 nccl-tests]# ./build/x -b 8"), "./build/x -b 8");
  EXPECT_EQ(without_prompt("user@n5:~$ ./x"), "./x");
  EXPECT_EQ(without_prompt("+ mpirun x"), "mpirun x");
  EXPECT_EQ(without_prompt("plain words"), "plain words");
  const LogText text = read_text({"log", "# comment ./x\n$ ls\n$ ./x -v\n"});
  EXPECT_EQ(command_in(text, "./x"), "./x -v");
  EXPECT_EQ(command_in(text, "./y"), "");
}

}  // namespace
}  // namespace assay
