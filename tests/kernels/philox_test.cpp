#include "core/philox.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <set>

#include "suites/memory/data.hpp"

namespace assay {
namespace {

/// Known answer of the authors' own tests (Random123, kat_vectors: philox4x32 10, counter 0, key
/// 0).
TEST(Philox, KnownAnswer) {
  const Words4 words = philox(0, 0);
  EXPECT_EQ(words.x, 0x6627e8d5U);
  EXPECT_EQ(words.y, 0xe169c58dU);
  EXPECT_EQ(words.z, 0xbc57ac4cU);
  EXPECT_EQ(words.w, 0x9b00dbd8U);
}

TEST(Philox, OneBitOfCounterOrKeyChangesHalfOfTheBits) {
  for (unsigned bit = 0; bit < 64; ++bit) {
    const std::uint64_t flip = std::uint64_t{1} << bit;
    double counter = 0;
    double key = 0;
    for (std::uint64_t i = 0; i < 100; ++i) {
      counter += std::popcount(random_bits(5, i) ^ random_bits(5, i ^ flip));
      key += std::popcount(random_bits(5, i) ^ random_bits(5 ^ flip, i));
    }
    EXPECT_NEAR(counter / 100, 32, 2.5) << bit;  // six deviations of the mean of 100
    EXPECT_NEAR(key / 100, 32, 2.5) << bit;
  }
}

TEST(Philox, UniformIsInItsRangeAndFillsIt) {
  double sum = 0;
  for (std::uint64_t i = 0; i < 10000; ++i) {
    const double x = random_uniform(3, i);
    ASSERT_GE(x, 0);
    ASSERT_LT(x, 1);
    sum += x;
  }
  EXPECT_NEAR(sum / 10000, 0.5, 0.02);
}

TEST(Operand, RandomIsNearStandardNormal) {
  const Operand operand{DataKind::random, 42};
  constexpr int n = 40000;
  double sum = 0;
  double squares = 0;
  std::set<double> values;
  for (std::uint64_t i = 0; i < n; ++i) {
    const double x = operand(i);
    ASSERT_LT(std::abs(x), 4);
    ASSERT_EQ(x, std::ldexp(std::nearbyint(std::ldexp(x, 40)), -40)) << "a multiple of 2^-40";
    sum += x;
    squares += x * x;
    values.insert(x);
  }
  EXPECT_NEAR(sum / n, 0, 0.03);
  EXPECT_NEAR(squares / n, 1, 0.03);
  EXPECT_GT(values.size(), n - 5U) << "hardly any value twice";
}

TEST(Operand, EveryKindIsWhatItIsCalled) {
  for (std::uint64_t i = 0; i < 1000; ++i) {
    EXPECT_EQ((Operand{DataKind::zeros, 1}(i)), 0);
    EXPECT_EQ((Operand{DataKind::ones, 1}(i)), 1);
    const double integer = Operand{DataKind::integer, 1}(i);
    EXPECT_EQ(integer, std::trunc(integer));
    EXPECT_LE(std::abs(integer), 1000);
    EXPECT_EQ((Operand{DataKind::random, 1}.bits(i)),
              std::bit_cast<std::uint64_t>(Operand{DataKind::random, 1}(i)));
  }
}

}  // namespace
}  // namespace assay
