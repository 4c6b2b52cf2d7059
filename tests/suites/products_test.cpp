#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <type_traits>

#include "suites/check.hpp"
#include "suites/compute/gemm_types.hpp"
#include "suites/compute/operands.hpp"
#include "suites/compute/shapes.hpp"
#include "suites/memory/chain.hpp"
#include "suites/payload.hpp"

namespace assay {
namespace {

template <class Types>
struct TypeOf;
template <NumberType kType>
struct TypeOf<GemmTypes<kType>> : std::integral_constant<NumberType, kType> {};

template <class Types>
class ExactOperands : public testing::Test {};
using AllTypes = testing::Types<
    GemmTypes<NumberType::fp64>, GemmTypes<NumberType::fp32>, GemmTypes<NumberType::tf32>,
    GemmTypes<NumberType::fp16>, GemmTypes<NumberType::bf16>, GemmTypes<NumberType::fp8_e4m3>,
    GemmTypes<NumberType::fp8_e5m2>, GemmTypes<NumberType::fp4>, GemmTypes<NumberType::int8>>;
TYPED_TEST_SUITE(ExactOperands, AllTypes);

/// The number that is left of x in an array of T.
template <class T>
double held(double x) {
  T array[1]{};
  Put<T, Constant<double>>{array, {x}}(0);
  return number(array, 0);
}

TYPED_TEST(ExactOperands, AreStoredInTheBitsThatTheirTypeIsSaidToHave) {
  const auto stored = [](std::size_t element, std::size_t numbers) {
    return 8 * element / numbers;
  };
  using Left = typename TypeParam::Left;
  using Right = typename TypeParam::Right;
  EXPECT_EQ(stored(sizeof(Left), kNumbersIn<Left>), bits_of(TypeOf<TypeParam>::value));
  EXPECT_EQ(stored(sizeof(Right), kNumbersIn<Right>), bits_of(TypeOf<TypeParam>::value));
}

/// The type holds every operand that can be drawn, whatever the seed.
TYPED_TEST(ExactOperands, AreHeldByTheirType) {
  const int most = 2 * TypeParam::kMostFactor * TypeParam::kMostFactor;
  for (int x = -most; x <= most; ++x) {
    EXPECT_EQ(held<typename TypeParam::Left>(x), x);
    EXPECT_EQ(held<typename TypeParam::Right>(x), x);
  }
  for (const std::uint64_t seed : {1U, 2U, 99U}) {
    const LowRank matrix{{seed, TypeParam::kMostFactor}, 64};
    std::set<double> seen;
    for (std::size_t i = 0; i < 4096; ++i) seen.insert(matrix(i));
    EXPECT_GE(*seen.begin(), -most);
    EXPECT_LE(*seen.rbegin(), most);
    EXPECT_GT(seen.size(), static_cast<std::size_t>(most)) << "the range is used";
  }
}

/// No order of summation can leave what the accumulator holds exactly.
TYPED_TEST(ExactOperands, HaveSumsThatNoAccumulatorRounds) {
  const double most = 2.0 * TypeParam::kMostFactor * TypeParam::kMostFactor;
  const double sum = most * most * static_cast<double>(TypeParam::kMostInner);
  const bool fp8 = sizeof(typename TypeParam::Left) == 1 && TypeParam::kEpsilon > 0;
  EXPECT_LE(sum, fp8 ? 0x1p13 : 0x1p24);
}

TYPED_TEST(ExactOperands, HaveTheProductThatTheClosedFormSays) {
  constexpr std::size_t rows = 7;
  constexpr std::size_t columns = 5;
  constexpr std::size_t inner = 37;
  for (const std::uint64_t seed : {1U, 77U}) {
    const Factors left{seed, TypeParam::kMostFactor};
    const Factors right{~seed, TypeParam::kMostFactor};
    const LowRank a{left, inner};
    const LowRank b{right, inner};
    const ExactProduct<double> product{left, right, Gram(left, right, inner), columns};
    for (std::size_t i = 0; i < rows; ++i)
      for (std::size_t j = 0; j < columns; ++j) {
        double sum = 0;
        for (std::size_t l = 0; l < inner; ++l) sum += a(i * inner + l) * b(j * inner + l);
        EXPECT_EQ(product(i * columns + j), sum);
      }
  }
}

TEST(GemmOperands, OfInt8StayInItsRangeAndUseIt) {
  for (const DataKind data :
       {DataKind::random, DataKind::integer, DataKind::zeros, DataKind::ones}) {
    const GemmOperand<std::int8_t> operand{{data, 5}};
    double least = 0;
    double most = 0;
    for (std::uint64_t i = 0; i < 100000; ++i) {
      const double x = operand(i);
      EXPECT_EQ(x, std::trunc(x));
      least = std::min(least, x);
      most = std::max(most, x);
    }
    EXPECT_GE(least, -127);
    EXPECT_LE(most, 127);
    if (data == DataKind::random || data == DataKind::integer) {
      EXPECT_LT(least, -90);
      EXPECT_GT(most, 90);
    }
  }
}

/// What the test of fp4 rests on: all codes are drawn, and no order of summation rounds.
TEST(GemmOperands, OfFp4TakeEveryCodeAndHaveExactSums) {
  const GemmOperand<Fp4Pair> operand{{DataKind::random, 5}};
  std::set<unsigned> codes;
  for (std::size_t i = 0; i < 100000; ++i) {
    const auto pair = pack<Fp4Pair>(operand, i);
    codes.insert({pair[0].bits(), pair[1].bits()});
  }
  EXPECT_EQ(codes.size(), 16U);
  const double unit = 0.5 * 0.5;
  const double most = 6 * 6;
  for (const GemmShape& shape : shapes_about(8192))
    EXPECT_LT(most * static_cast<double>(shape.inner) / unit, 0x1p24);
}

TEST(GemmOperands, OfFp4AreHeldAsTheyAreUnlessRandom) {
  for (const DataKind data : {DataKind::integer, DataKind::zeros, DataKind::ones}) {
    const GemmOperand<Fp4Pair> operand{{data, 5}};
    std::set<double> seen;
    for (std::size_t i = 0; i < 1000; ++i) {
      const auto pair = pack<Fp4Pair>(operand, i);
      EXPECT_EQ(number(&pair, 0), operand(2 * i));
      EXPECT_EQ(number(&pair, 1), operand(2 * i + 1));
      seen.insert({number(&pair, 0), number(&pair, 1)});
    }
    EXPECT_EQ(seen.size(), data == DataKind::integer ? 9U : 1U);
  }
}

TEST(VectorTolerance, GrowsWithTheErrorOfAStepAndIsZeroForIntegers) {
  EXPECT_EQ(vector_tolerance(DataKind::random, 0, 100, 100), 0);
  const double small = vector_tolerance(DataKind::random, 0x1p-23, 256, 1024);
  EXPECT_DOUBLE_EQ(vector_tolerance(DataKind::random, 0x1p-22, 256, 1024), 2 * small);
  EXPECT_DOUBLE_EQ(vector_tolerance(DataKind::random, 0x1p-23, 1024, 1024), 2 * small);
  EXPECT_DOUBLE_EQ(vector_tolerance(DataKind::random, 0x1p-23, 256, 2048), 2 * small);
}

TEST(Shapes, AboutASideHaveSquaresAndOthersAndKnowWhatTheyCost) {
  std::size_t squares = 0;
  for (const GemmShape& shape : shapes_about(8192)) {
    EXPECT_EQ(shape.rows % 1024 + shape.columns % 1024 + shape.inner % 1024, 0U);
    if (shape.rows == shape.columns && shape.columns == shape.inner) ++squares;
    EXPECT_FALSE(shape.rows == 8192 && shape.columns == 8192 && shape.inner == 8192)
        << "that one is timed anyway";
  }
  EXPECT_EQ(squares, 5U);
  for (const std::size_t side : {64U, 4416U, 8192U})
    for (const GemmShape& shape : shapes_about(side))
      EXPECT_EQ(shape.rows % kInnerStep + shape.columns % kInnerStep + shape.inner % kInnerStep,
                0U);
  EXPECT_EQ(operations({2, 3, 5}), 60);
  EXPECT_EQ(bytes_of(GemmShape{2, 3, 5}, 0.5, 100), 12.5 + 600);
  EXPECT_EQ(text_of(GemmShape{2, 3, 5}), "2 x 3 x 5");
}

/// A word that arrives in a wrong place must not look like the right one.
TEST(PayloadWords, DifferInEveryPlaceAndForEveryKey) {
  std::set<std::uint64_t> seen;
  for (const std::uint64_t key : {std::uint64_t{1}, ~std::uint64_t{1}, std::uint64_t{1} << 32})
    for (std::size_t i = 0; i < 20000; ++i) seen.insert(Payload{DataKind::random, key}(i));
  EXPECT_EQ(seen.size(), 60000U);
}

TEST(PayloadWords, SetHalfOfTheBitsInEveryPosition) {
  constexpr std::size_t n = 20000;
  for (unsigned bit = 0; bit < 64; ++bit) {
    std::size_t set = 0;
    for (std::size_t i = 0; i < n; ++i) set += (Payload{DataKind::random, 3}(i) >> bit) & 1;
    EXPECT_NEAR(static_cast<double>(set), n / 2.0, 5 * std::sqrt(n / 4.0)) << bit;
  }
}

TEST(PayloadWords, OfOtherKindsAreTheOperandsThemselves) {
  for (const DataKind data : {DataKind::integer, DataKind::zeros, DataKind::ones})
    for (std::size_t i = 0; i < 100; ++i)
      EXPECT_EQ((Payload{data, 9}(i)), (Operand{data, 9}.bits(i)));
}

/// The walk through pages uses one node in each, visits all, and says so of every word.
TEST(SparseChain, HasOneNodeAPageAndVisitsThemAll) {
  for (const std::size_t pages : {4U, 64U, 1024U})
    for (const std::size_t per_page : {2U, 64U, 1000U}) {
      const SparseWord words{Cycle(pages, 11), per_page};
      std::set<std::uint64_t> visited;
      std::uint64_t node = words.node_in(0);
      for (std::size_t step = 0; step < pages; ++step) {
        EXPECT_TRUE(visited.insert(node / per_page).second);
        EXPECT_EQ(node, words.node_in(node / per_page));
        node = words(node * Chase::kStride);
      }
      EXPECT_EQ(node, words.node_in(0));
      std::size_t used = 0;
      for (std::size_t i = 0; i < 3 * per_page * Chase::kStride; ++i)
        used += words(i) != ~std::uint64_t{0} ? 1 : 0;
      EXPECT_EQ(used, 3U);
    }
}

}  // namespace
}  // namespace assay
