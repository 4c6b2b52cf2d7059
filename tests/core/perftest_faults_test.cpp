#include "core/perftest.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <random>

#include "core/error.hpp"
#include "tests/core/perftest_samples.hpp"
#include "tests/suites/runner/random_text.hpp"

namespace assay {
namespace {

template <class Parse>
void expect_same_or_refused(const std::string& text, const Parse& parse) {
  const auto whole = parse(text);
  std::size_t taken = 0;
  for (std::size_t end = 0; end < text.size(); ++end) {
    try {
      const auto found = parse(text.substr(0, end));
      ASSERT_EQ(found.size(), whole.size()) << end;
      for (std::size_t i = 0; i < found.size(); ++i) {
        EXPECT_EQ(found[i].bytes, whole[i].bytes) << end;
        EXPECT_EQ(found[i].iterations, whole[i].iterations) << end;
        EXPECT_EQ(found[i].average, whole[i].average) << end;
      }
      ++taken;
    } catch (const InputError&) {
    }
  }
  EXPECT_LT(taken, std::string_view(kRule).size()) << "only its rule may be cut";
}

TEST(Perftest, CutAnywhereIsRefusedOrTheSame) {
  expect_same_or_refused(sample(), bandwidth);
  expect_same_or_refused(latency_sample(), latency);
}

TEST(Perftest, MessagesBetweenTheLinesChangeNothing) {
  const std::string message =
      "Conflicting CPU frequency values detected: 1200.000000 != 3600.000000. CPU Frequency is not "
      "max.\n";
  for (const std::string& text : {sample(), latency_sample()})
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (at != 0 && text[at - 1] != '\n') continue;
      std::string noisy = text;
      noisy.insert(at, message);
      if (text == sample())
        EXPECT_EQ(bandwidth(noisy).at(0).average, bandwidth(text).at(0).average) << at;
      else
        EXPECT_EQ(latency(noisy).at(0).p99, latency(text).at(0).p99) << at;
    }
}

std::string spaced(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += " " + word;
  return text + "\n";
}

TEST(Perftest, ColumnsThatAreMissingOrTooManyAreRefused) {
  const std::vector<std::string> row{"1048576", "234840", "0.00", "392.51", "0.046791"};
  const std::vector<std::string> times{"8",    "10000", "1.02", "5.17", "1.05",
                                       "1.06", "0.08",  "1.25", "4.17"};
  for (const auto& words : {row, times})
    for (std::size_t i = 0; i < words.size(); ++i) {
      auto fewer = words;
      fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
      auto more = words;
      more.insert(more.begin() + static_cast<std::ptrdiff_t>(i), "1");
      for (const auto& wrong : {fewer, more}) {
        EXPECT_THROW((void)bandwidth(table(bandwidth_header("Gb/sec"), spaced(wrong))), InputError);
        EXPECT_THROW((void)latency(table(kLatencyHeader, spaced(wrong))), InputError);
      }
    }
}

TEST(Perftest, WhatIsNoFigureIsRefused) {
  for (const char* word : {"nan", "inf", "-1.00", "", "1.0x", "0x10", "1,5", "99999999999e9999"})
    for (std::size_t column = 0; column < 5; ++column) {
      std::vector<std::string> row{"1048576", "234840", "0.00", "392.51", "0.046791"};
      row[column] = word;
      EXPECT_THROW((void)bandwidth(table(bandwidth_header("Gb/sec"), spaced(row))), InputError)
          << word << " in column " << column;
    }
}

/// What a link that carried nothing prints.
TEST(PerftestBandwidth, OfZeroIsRefused) {
  EXPECT_THROW(
      (void)bandwidth(table(bandwidth_header("Gb/sec"), " 65536 5000 0.00 0.00 0.000000\n")),
      InputError);
}

TEST(Perftest, RefusesOtherTables) {
  EXPECT_THROW((void)bandwidth(latency_sample()), InputError);
  EXPECT_THROW((void)latency(sample()), InputError);
  EXPECT_THROW((void)bandwidth(sample() + sample()), InputError);
  EXPECT_THROW((void)bandwidth(table(bandwidth_header("Gb/sec"), "")), InputError);
  EXPECT_THROW((void)latency(table(" #bytes        #iterations       t_avg[usec]    tps average\n",
                                   " 8       100000            1.06        943396.2\n")),
               InputError);
  EXPECT_THROW((void)bandwidth(""), InputError);
}

TEST(Perftest, SaysWhereItIsWrong) {
  try {
    (void)bandwidth(
        "#bytes #iterations BW peak[Gb/sec] BW average[Gb/sec] MsgRate[Mpps]\n"
        " 1048576 234840 0.00 fast 0.046791\n---\n");
    FAIL() << "was taken";
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("ib_write_bw:2: BW average"));
  }
}

TEST(PerftestLatency, IsReadInSeconds) {
  const auto found = latency(latency_sample());
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].bytes, 8);
  EXPECT_EQ(found[0].iterations, 10000);
  EXPECT_DOUBLE_EQ(found[0].minimum, 1.02e-6);
  EXPECT_DOUBLE_EQ(found[0].maximum, 5.17e-6);
  EXPECT_DOUBLE_EQ(found[0].typical, 1.05e-6);
  EXPECT_DOUBLE_EQ(found[0].average, 1.06e-6);
  EXPECT_DOUBLE_EQ(found[0].p99, 1.25e-6);
  EXPECT_DOUBLE_EQ(found[0].p999, 4.17e-6);
}

/// Minimum, typical, 99 %, 99.9 % and maximum in order are taken; any two of them exchanged are
/// not.
TEST(PerftestLatency, IsTakenOnlyInOrder) {
  std::mt19937 random(3);
  std::uniform_real_distribution<double> step(0.02, 3);
  for (int i = 0; i < 300; ++i) {
    std::array<double, 5> figures{};
    double at = 0;
    for (double& figure : figures) figure = at += step(random);
    const auto row = [&](const std::array<double, 5>& f) {
      const double average = (f[0] + f[4]) / 2;
      return fmt::format(" 8 1000 {:.2f} {:.2f} {:.2f} {:.2f} 0.10 {:.2f} {:.2f}\n", f[0], f[4],
                         f[1], average, f[2], f[3]);
    };
    EXPECT_NEAR(latency(table(kLatencyHeader, row(figures))).at(0).p99, figures[2] * 1e-6, 6e-9);
    const auto a = std::uniform_int_distribution<std::size_t>(0, 3)(random);
    const auto b = std::uniform_int_distribution<std::size_t>(a + 1, 4)(random);
    std::swap(figures.at(a), figures.at(b));
    EXPECT_THROW((void)latency(table(kLatencyHeader, row(figures))), InputError);
  }
}

TEST(PerftestLatency, AverageLiesBetweenMinimumAndMaximum) {
  for (const char* average : {"0.90", "5.20"})
    EXPECT_THROW((void)latency(table(kLatencyHeader, std::string(" 8 1000 1.00 5.00 2.00 ") +
                                                         average + " 0.10 3.00 4.00\n")),
                 InputError);
}

TEST(Perftest, TextOfAnyKindIsTakenOrRefused) {
  std::mt19937 random(4);
  for (int i = 0; i < 2000; ++i) {
    std::string text = i % 2 == 0 ? sample() : latency_sample();
    const auto at = std::uniform_int_distribution<std::size_t>(0, text.size())(random);
    text.replace(at, random() % 9, random_text(random, 12));
    for (const bool is_bandwidth : {true, false}) try {
        if (is_bandwidth)
          for (const auto& line : bandwidth(text)) EXPECT_GT(line.average, 0) << text;
        else
          for (const auto& line : latency(text)) EXPECT_GT(line.typical, 0) << text;
      } catch (const InputError&) {
      }
  }
}

TEST(Perftest, SaysItsVersion) {
  EXPECT_EQ(perftest_version("Version: 6.06\n"), "6.06");
  EXPECT_EQ(perftest_version("Usage:\n"), "");
}

}  // namespace
}  // namespace assay
