#include "suites/compute/checksums.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <utility>
#include <vector>

namespace assay {
namespace {

constexpr std::size_t kSide = 128;

/// Rows and columns of one product, summed as the test sums them.
class Checksums : public testing::Test {
 protected:
  Checksums() : product_(kSide * kSide), rows_(kSide), columns_(kSide) {
    for (std::size_t i = 0; i < kSide; ++i)
      for (std::size_t j = 0; j < kSide; ++j) {
        std::int64_t sum = 0;
        for (std::size_t l = 0; l < kInner; ++l) sum += a_(i * kInner + l) * b_(j * kInner + l);
        product_[i * kSide + j] = static_cast<float>(sum);
      }
    std::vector<double> totals(kInner);
    each(kInner, ColumnTotals{totals.data(), b_, kSide});
    each(kSide, ExpectedSum{rows_.data(), a_, totals.data()});
    each(kInner, ColumnTotals{totals.data(), a_, kSide});
    each(kSide, ExpectedSum{columns_.data(), b_, totals.data()});
  }

  template <class F>
  static void each(std::size_t n, const F& f) {
    for (std::size_t i = 0; i < n; ++i) f(i);
  }

  struct Wrong {
    std::vector<std::size_t> rows, columns;
  };
  Wrong wrong() const {
    constexpr std::size_t pieces = kSide / kPiece;
    std::vector<double> sums(kSide * pieces);
    std::vector<double> kept_rows = rows_;
    std::vector<double> kept_columns = columns_;
    each(sums.size(), RowPieces{sums.data(), product_.data()});
    each(kSide, KeepWrong{kept_rows.data(), rows_.data(), sums.data(), pieces, pieces, 1});
    each(sums.size(), ColumnPieces{sums.data(), product_.data(), kSide});
    each(kSide, KeepWrong{kept_columns.data(), columns_.data(), sums.data(), pieces, 1, kSide});
    Wrong found;
    for (std::size_t i = 0; i < kSide; ++i) {
      if (!(kept_rows[i] == rows_[i])) found.rows.push_back(i);
      if (!(kept_columns[i] == columns_[i])) found.columns.push_back(i);
    }
    return found;
  }

  static constexpr std::size_t kInner = 96;
  CheckedOperand a_{1, kInner, 0}, b_{2, kInner, 1};
  std::vector<float> product_;
  std::vector<double> rows_, columns_;
};

TEST_F(Checksums, HoldForARightProduct) {
  EXPECT_TRUE(wrong().rows.empty());
  EXPECT_TRUE(wrong().columns.empty());
}

TEST_F(Checksums, OneFlippedBitShowsInItsRowAndItsColumn) {
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    const std::size_t at = random() % product_.size();
    const float right = product_[at];
    const auto bit = static_cast<unsigned>(random() % 32);
    product_[at] = std::bit_cast<float>(std::bit_cast<std::uint32_t>(right) ^ (1U << bit));
    const bool changed = product_[at] != right;  // the sign of 0 is no value
    const auto expected = [&](std::size_t where) {
      return changed ? std::vector{where} : std::vector<std::size_t>{};
    };
    // A flipped low bit of the significand gives a fraction of a small size: exact in double, too.
    EXPECT_EQ(wrong().rows, expected(at / kSide)) << "bit " << bit << " of " << right;
    EXPECT_EQ(wrong().columns, expected(at % kSide)) << "bit " << bit << " of " << right;
    product_[at] = right;
  }
}

TEST_F(Checksums, ErrorsThatCancelInARowShowInTheirColumns) {
  product_[5 * kSide + 7] += 3;
  product_[5 * kSide + 90] -= 3;
  EXPECT_TRUE(wrong().rows.empty());
  EXPECT_EQ(wrong().columns, (std::vector<std::size_t>{7, 90}));
}

TEST_F(Checksums, NanAndInfinityShow) {
  for (const float value :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    const float right = std::exchange(product_[kSide * 3 + 4], value);
    EXPECT_EQ(wrong().rows, std::vector<std::size_t>{3});
    EXPECT_EQ(wrong().columns, std::vector<std::size_t>{4});
    product_[kSide * 3 + 4] = right;
  }
}

TEST_F(Checksums, WrongOnceStaysWrong) {
  std::vector<double> expected{4};
  std::vector<double> kept = expected;
  double piece = 5;
  const KeepWrong keep{kept.data(), expected.data(), &piece, 1, 1, 1};
  keep(0);
  EXPECT_EQ(kept[0], 5);
  piece = 4;
  keep(0);
  EXPECT_EQ(kept[0], 5);
}

/// No chain of additions can leave the integers that fp32 holds.
TEST(CheckedOperand, SumsStayExact) {
  constexpr std::size_t inner = CheckedOperand::kMostInner;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const CheckedOperand a{seed, inner, 0};
    const CheckedOperand b{~seed, inner, 1};
    std::int64_t sum = 0;
    for (std::size_t l = 0; l < inner; ++l) sum += std::abs(a(l) * b(l));
    ASSERT_LE(sum, 1 << 24);
  }
}

TEST(CheckedOperand, UsesTheWholeSignificandAndBothSigns) {
  for (const std::size_t wide : {0U, 1U}) {
    const CheckedOperand operand{9, 64, wide};
    std::int64_t largest = 0, smallest = 0, largest_narrow = 0;
    for (std::size_t i = 0; i < std::size_t{64} * 200; ++i) {
      const std::int64_t value = operand(i);
      largest = std::max(largest, value);
      smallest = std::min(smallest, value);
      if (i % 2 != wide) largest_narrow = std::max(largest_narrow, std::abs(value));
    }
    EXPECT_EQ(largest, 255);
    EXPECT_EQ(smallest, -255);
    EXPECT_EQ(largest_narrow, 7);
  }
}

TEST(CheckedOperand, IsHeldByEachType) {
  for (std::int64_t value = -255; value <= 255; ++value) {
    EXPECT_EQ(AsFp32::of(value), static_cast<float>(value));
    EXPECT_EQ(std::bit_cast<float>(static_cast<std::uint32_t>(AsBf16::of(value)) << 16),
              static_cast<float>(value));
  }
}

TEST(ProductsPerCheck, KeepChecksWithinTheirShare) {
  std::mt19937_64 random(2);
  std::uniform_real_distribution<double> exponent(-6, 0);
  for (int round = 0; round < 1000; ++round) {
    const double product = std::pow(10, exponent(random));
    const double check = product * std::pow(10, exponent(random));
    const auto every = static_cast<double>(products_per_check(product, check, 0.02));
    ASSERT_GE(every, 1);
    if (every < 100) {
      ASSERT_LE(check, 0.02 * every * product * (1 + 1e-12));
    }
    if (every > 1) {
      ASSERT_GT(check, 0.02 * (every - 1) * product) << "no rarer than needed";
    }
  }
}

TEST(ProductsPerCheck, WithoutTimesEveryProductIsChecked) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(products_per_check(nan, 1, 0.02), 1U);
  EXPECT_EQ(products_per_check(1, nan, 0.02), 1U);
  EXPECT_EQ(products_per_check(1, -1e-9, 0.02), 1U);
  EXPECT_EQ(products_per_check(0, 1, 0.02), 100U);
}

}  // namespace
}  // namespace assay
