#include "kernels/small_float.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <type_traits>
#include <vector>

#include "core/philox.hpp"

namespace assay {
namespace {

/// What a type is, written down independently of its code.
template <class F>
struct Known;
template <>
struct Known<Fp16> {
  static constexpr unsigned kCodes = 1U << 16;
  static constexpr double kLargest = 65504, kSmallest = 0x1p-24, kNormal = 0x1p-14;
  static constexpr bool kInfinity = true;
};
template <>
struct Known<Bf16> {
  static constexpr unsigned kCodes = 1U << 16;
  static constexpr double kLargest = 0x1.FEp127, kSmallest = 0x1p-133, kNormal = 0x1p-126;
  static constexpr bool kInfinity = true;
};
template <>
struct Known<Fp8E4m3> {
  static constexpr unsigned kCodes = 1U << 8;
  static constexpr double kLargest = 448, kSmallest = 0x1p-9, kNormal = 0x1p-6;
  static constexpr bool kInfinity = false;
};
template <>
struct Known<Fp8E5m2> {
  static constexpr unsigned kCodes = 1U << 8;
  static constexpr double kLargest = 57344, kSmallest = 0x1p-16, kNormal = 0x1p-14;
  static constexpr bool kInfinity = true;
};

template <>
struct Known<Fp4> {
  static constexpr unsigned kCodes = 1U << 4;
  static constexpr double kLargest = 6, kSmallest = 0.5, kNormal = 1;
  static constexpr bool kInfinity = false;
};
/// Whether a type has codes for NaN.
template <class F>
constexpr bool kHasNan = !std::is_same_v<F, Fp4>;

template <class F>
using BitsOf = decltype(F{}.bits());

template <class F>
double value(unsigned code) {
  return static_cast<double>(F::from_bits(static_cast<BitsOf<F>>(code)));
}

/// All numbers of a type that are not negative, ascending.
template <class F>
std::vector<double> numbers() {
  std::vector<double> all;
  for (unsigned code = 0; code < Known<F>::kCodes / 2; ++code)
    if (std::isfinite(value<F>(code))) all.push_back(value<F>(code));
  return all;
}

template <class F>
class SmallFloatTest : public testing::Test {};
using Types = testing::Types<Fp16, Bf16, Fp8E4m3, Fp8E5m2, Fp4>;
TYPED_TEST_SUITE(SmallFloatTest, Types);

TYPED_TEST(SmallFloatTest, HasTheRangeThatItIsKnownFor) {
  const auto all = numbers<TypeParam>();
  EXPECT_EQ(all.at(0), 0);
  EXPECT_EQ(all.at(1), Known<TypeParam>::kSmallest);
  EXPECT_EQ(all.back(), Known<TypeParam>::kLargest);
  EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
  EXPECT_TRUE(std::adjacent_find(all.begin(), all.end()) == all.end());
  const auto normal = std::find(all.begin(), all.end(), Known<TypeParam>::kNormal);
  ASSERT_NE(normal, all.end());
  EXPECT_EQ(normal - all.begin(), 1L << (TypeParam::kSignificand - 1));
}

TYPED_TEST(SmallFloatTest, EveryCodeComesBackAsItself) {
  for (unsigned code = 0; code < Known<TypeParam>::kCodes; ++code) {
    const double x = value<TypeParam>(code);
    if (std::isnan(x)) {
      EXPECT_TRUE(std::isnan(static_cast<double>(TypeParam(x))));
    } else if (std::isfinite(x) || Known<TypeParam>::kInfinity) {
      EXPECT_EQ(unsigned{TypeParam(x).bits()}, code) << x;
    }
  }
}

TYPED_TEST(SmallFloatTest, HasTheSpecialValuesOfItsKind) {
  unsigned infinities = 0;
  unsigned nans = 0;
  for (unsigned code = 0; code < Known<TypeParam>::kCodes; ++code) {
    infinities += std::isinf(value<TypeParam>(code)) ? 1 : 0;
    nans += std::isnan(value<TypeParam>(code)) ? 1 : 0;
  }
  EXPECT_EQ(infinities, Known<TypeParam>::kInfinity ? 2U : 0U);
  const unsigned fractions = 1U << (TypeParam::kSignificand - 1);
  const unsigned without_infinity = kHasNan<TypeParam> ? 2 : 0;
  EXPECT_EQ(nans, Known<TypeParam>::kInfinity ? 2 * (fractions - 1) : without_infinity);
}

/// Between two neighbours: below the middle the lower, above it the upper, in the middle the even.
TYPED_TEST(SmallFloatTest, RoundsToTheNearestAndTiesToEven) {
  const auto all = numbers<TypeParam>();
  for (std::size_t k = 0; k + 1 < all.size(); ++k) {
    const double middle = (all[k] + all[k + 1]) / 2;  // exact: doubles have many bits more
    const double even = k % 2 == 0 ? all[k] : all[k + 1];
    for (const double sign : {1.0, -1.0}) {
      EXPECT_EQ(static_cast<double>(TypeParam(sign * middle)), sign * even);
      EXPECT_EQ(static_cast<double>(TypeParam(sign * std::nextafter(middle, 0))), sign * all[k]);
      EXPECT_EQ(static_cast<double>(TypeParam(sign * std::nextafter(middle, 1e300))),
                sign * all[k + 1]);
    }
  }
}

TYPED_TEST(SmallFloatTest, NoNumberIsNearerThanTheOneChosen) {
  const auto all = numbers<TypeParam>();
  for (std::uint64_t i = 0; i < 20000; ++i) {
    const double exponent = 40 * random_uniform(1, i) - 20;
    const double x = std::exp2(exponent) * (random_bits(2, i) % 2 == 0 ? 1 : -1);
    if (std::abs(x) > Known<TypeParam>::kLargest) continue;
    const auto chosen = static_cast<double>(TypeParam(x));
    const auto above = std::lower_bound(all.begin(), all.end(), std::abs(x));
    EXPECT_LE(std::abs(chosen - x), *above - std::abs(x)) << x;
    if (above != all.begin()) {
      EXPECT_LE(std::abs(chosen - x), std::abs(x) - *(above - 1)) << x;
    }
  }
}

TYPED_TEST(SmallFloatTest, WhatIsTooLargeIsInfiniteOrTheLargest) {
  const double largest = Known<TypeParam>::kLargest;
  const double wanted =
      Known<TypeParam>::kInfinity ? std::numeric_limits<double>::infinity() : largest;
  for (const double x : {2 * largest, 1e300, std::numeric_limits<double>::max(),
                         std::numeric_limits<double>::infinity()}) {
    EXPECT_EQ(static_cast<double>(TypeParam(x)), wanted);
    EXPECT_EQ(static_cast<double>(TypeParam(-x)), -wanted);
  }
}

TYPED_TEST(SmallFloatTest, WhatIsTooSmallIsZeroWithItsSign) {
  const double smallest = Known<TypeParam>::kSmallest;
  for (const double x : {smallest / 2, smallest / 3, 1e-300, 5e-324, 0.0}) {
    EXPECT_EQ(static_cast<double>(TypeParam(x)), 0);
    EXPECT_FALSE(std::signbit(static_cast<double>(TypeParam(x))));
    EXPECT_TRUE(std::signbit(static_cast<double>(TypeParam(-x))));
  }
  EXPECT_EQ(static_cast<double>(TypeParam(std::nextafter(smallest / 2, 1))), smallest);
}

TEST(Fp4, IsTheFifteenNumbersOfItsSpecification) {
  const std::vector<double> all{0, 0.5, 1, 1.5, 2, 3, 4, 6};
  EXPECT_EQ(numbers<Fp4>(), all);
  for (unsigned code = 8; code < 16; ++code) EXPECT_EQ(value<Fp4>(code), -all[code - 8]);
}

TEST(Fp4, MakesTheLargestNumberOfNan) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(static_cast<double>(Fp4(nan)), 6);
  EXPECT_EQ(static_cast<double>(Fp4(-nan)), -6);
}

/// A processor's own rounding to fp32 followed by the rounding under test would round twice; tf32
/// of a number of fp32 rounds once.
TEST(Tf32, IsTheFp32NumberWithoutTheLastThirteenBits) {
  for (std::uint64_t i = 0; i < 20000; ++i) {
    const auto x = static_cast<float>((2 * random_uniform(3, i) - 1) * 1000);
    const Tf32 rounded{static_cast<double>(x)};
    float stored = 0;
    const std::uint32_t bits = rounded.bits();
    std::memcpy(&stored, &bits, sizeof stored);
    EXPECT_EQ(bits % (1U << 13), 0U);
    EXPECT_EQ(static_cast<double>(stored), static_cast<double>(rounded));
    EXPECT_LE(std::abs(stored - x), std::abs(x) * 0x1p-11F);
  }
}

template <class F>
void expect_exact_integers(int most) {
  for (int i = -most; i <= most; ++i) EXPECT_EQ(static_cast<double>(F(i)), i);
  EXPECT_NE(static_cast<double>(F(most + 1)), most + 1) << "the bound is meant to be the last one";
}

/// What the exact products rest on.
TEST(SmallIntegers, AreExactUpToTheWidthOfTheSignificand) {
  expect_exact_integers<Fp16>(1 << 11);
  expect_exact_integers<Tf32>(1 << 11);
  expect_exact_integers<Bf16>(1 << 8);
  expect_exact_integers<Fp8E4m3>(1 << 4);
  expect_exact_integers<Fp8E5m2>(1 << 3);
  expect_exact_integers<Fp4>(1 << 2);
}

}  // namespace
}  // namespace assay
