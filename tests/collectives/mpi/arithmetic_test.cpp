#include "collectives/mpi/arithmetic.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "kernels/small_float.hpp"

namespace assay {
namespace {

template <class Number>
double plainly(Reduction reduction, Number a, Number b) {
  const auto x = static_cast<double>(a);
  const auto y = static_cast<double>(b);
  switch (reduction) {
    case Reduction::product:
      return static_cast<double>(Number(x * y));
    case Reduction::minimum:
      return std::min(x, y);
    case Reduction::maximum:
      return std::max(x, y);
    default:
      return static_cast<double>(Number(x + y));
  }
}

/// Every pair of `numbers` by every reduction.
template <class Number>
void combines(ElementType type, const std::vector<Number>& numbers) {
  for (const Reduction reduction : kReductions)
    for (const Number a : numbers) {
      const std::vector<Number> in(numbers.size(), a);
      std::vector<Number> inout = numbers;
      combine(type, reduction, in.data(), inout.data(), static_cast<std::int64_t>(inout.size()));
      for (std::size_t i = 0; i < numbers.size(); ++i) {
        const double want = plainly(reduction, a, numbers[i]);
        const auto got = static_cast<double>(inout[i]);
        EXPECT_TRUE(got == want || (std::isnan(got) && std::isnan(want)))
            << name(type) << ' ' << name(reduction) << " of " << static_cast<double>(a) << " and "
            << static_cast<double>(numbers[i]) << ": " << got << ", not " << want;
      }
    }
}

/// Every number of 8 bits; of 16 bits every 97th. No NaN: whether it is less than a number is
/// nobody's to say.
template <class Number, class Bits>
std::vector<Number> numbers(unsigned step) {
  std::vector<Number> all;
  for (unsigned bits = 0; bits <= std::numeric_limits<Bits>::max(); bits += step) {
    const Number number = Number::from_bits(static_cast<Bits>(bits));
    if (!std::isnan(static_cast<double>(number))) all.push_back(number);
  }
  return all;
}

TEST(ArithmeticTest, CombinesNumbersOfEightBits) {
  combines(ElementType::fp8_e4m3, numbers<Fp8E4m3, std::uint8_t>(1));
  combines(ElementType::fp8_e5m2, numbers<Fp8E5m2, std::uint8_t>(1));
}

TEST(ArithmeticTest, CombinesNumbersOfSixteenBits) {
  combines(ElementType::fp16, numbers<Fp16, std::uint16_t>(97));
  combines(ElementType::bf16, numbers<Bf16, std::uint16_t>(97));
}

TEST(ArithmeticTest, LeavesToMpiWhatMpiKnows) {
  const float in = 1;
  float inout = 2;
  combine(ElementType::fp32, Reduction::sum, &in, &inout, 1);
  EXPECT_EQ(inout, 2);
}

template <class Number>
void divides(ElementType type, const std::vector<Number>& numbers) {
  for (int ranks : {1, 2, 3, 7, 8, 12500}) {
    std::vector<Number> data = numbers;
    divide(data.data(), static_cast<std::int64_t>(data.size()), type, ranks);
    for (std::size_t i = 0; i < data.size(); ++i)
      EXPECT_EQ(data[i], static_cast<Number>(numbers[i] / static_cast<Number>(ranks)))
          << name(type) << ' ' << +numbers[i] << " / " << ranks;
  }
}

TEST(ArithmeticTest, DividesIntegersTowardsZero) {
  std::vector<std::int64_t> signed_64{INT64_MIN, INT64_MIN + 1, -25000, -7, -1, 0, 1, 7, INT64_MAX};
  divides(ElementType::int64, signed_64);
  std::vector<std::uint64_t> unsigned_64{0, 1, 25001, std::uint64_t{1} << 63, UINT64_MAX};
  divides(ElementType::uint64, unsigned_64);
  std::vector<std::int32_t> signed_32{INT32_MIN, -25001, -1, 0, 1, INT32_MAX};
  divides(ElementType::int32, signed_32);
  std::vector<std::uint32_t> unsigned_32{0, 1, 1U << 31, UINT32_MAX};
  divides(ElementType::uint32, unsigned_32);
}

TEST(ArithmeticTest, DividesBytesByMoreRanksThanAByteCounts) {
  std::vector<std::int8_t> signed_8{-128, -1, 0, 127};
  std::vector<std::uint8_t> unsigned_8{0, 1, 255};
  divide(signed_8.data(), 4, ElementType::int8, 3);
  EXPECT_EQ(signed_8, (std::vector<std::int8_t>{-42, 0, 0, 42}));
  divide(signed_8.data(), 4, ElementType::int8, 12500);
  EXPECT_EQ(signed_8, (std::vector<std::int8_t>{0, 0, 0, 0}));
  divide(unsigned_8.data(), 3, ElementType::uint8, 255);
  EXPECT_EQ(unsigned_8, (std::vector<std::uint8_t>{0, 0, 1}));
}

TEST(ArithmeticTest, DividesFloatingPointNumbersOnce) {
  std::vector<float> singles{1, -1, 1e-30F, 3.3e38F, 10};
  divides(ElementType::fp32, singles);
  std::vector<double> doubles{1, -1, 1e-300, 1.7e308, 10};
  divides(ElementType::fp64, doubles);
  std::vector<Bf16> small{Bf16(1), Bf16(-300), Bf16(0)};
  divide(small.data(), 3, ElementType::bf16, 3);
  EXPECT_EQ(static_cast<double>(small[0]), static_cast<double>(Bf16(1.0 / 3)));
  EXPECT_EQ(static_cast<double>(small[1]), -100);
  EXPECT_EQ(static_cast<double>(small[2]), 0);
}

}  // namespace
}  // namespace assay
