#include "kernels/digest/reference.hpp"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <random>
#include <set>
#include <vector>

#include "core/error.hpp"

namespace assay {
namespace {

constexpr std::array kTypes{NumberType::tf32, NumberType::fp16, NumberType::bf16,
                            NumberType::fp8_e4m3};

class DigestOperandsOf : public testing::TestWithParam<NumberType> {
 protected:
  unsigned per_word() const { return 32 / digest_format(GetParam()).bits; }

  /// Element k of a row of words.
  double element(std::uint64_t key, const WordPattern (&patterns)[2], std::uint32_t row,
                 unsigned k) const {
    const unsigned word = k / per_word();
    return element_value(GetParam(), operand_word(key, (row << 12) + word, patterns[word % 2]),
                         k % per_word());
  }
};

/// The promise that everything rests on, by looking at operands and not at the formula.
TEST_P(DigestOperandsOf, NoChainLeavesTheExactRange) {
  const OperandPatterns patterns = operand_patterns(GetParam(), DigestOperands::exact);
  std::mt19937_64 random(7);
  for (int round = 0; round < 400; ++round) {
    const std::uint64_t key = random();
    const auto elements = static_cast<unsigned>(16 + random() % 240);
    double sum = 0;
    for (unsigned k = 0; k < elements; ++k)
      sum += std::abs(element(key, patterns.a, 1, k) * element(key, patterns.b, 2, k));
    ASSERT_LE(sum, static_cast<double>(largest_sum(GetParam(), elements)))
        << key << "," << elements;
  }
  for (const unsigned elements : {128U, 256U, 4096U}) {
    const bool exact = largest_sum(GetParam(), elements) <= exact_limit(GetParam());
    EXPECT_EQ(exact, elements == 128 || (elements == 256 && GetParam() != NumberType::fp8_e4m3));
  }
}

TEST_P(DigestOperandsOf, AreIntegersOfTheirWidthAndEveryBitOfThemMoves) {
  const DigestFormat f = digest_format(GetParam());
  const OperandPatterns patterns = operand_patterns(GetParam(), DigestOperands::exact);
  for (const bool left : {true, false}) {
    std::uint64_t ones[2] = {}, zeros[2] = {};
    std::set<double> signs;
    for (unsigned k = 0; k < 20000; ++k) {
      const double value = element(11, left ? patterns.a : patterns.b, 3, k);
      const bool wide = (k % 2 == 0) == left;
      const unsigned bits = wide ? f.wide : f.narrow;
      ASSERT_EQ(value, std::nearbyint(value));
      const auto size = static_cast<std::uint64_t>(std::abs(value));
      ASSERT_GE(size, std::uint64_t{1} << (bits - 1));
      ASSERT_LT(size, std::uint64_t{1} << bits);
      ones[wide] |= size;
      zeros[wide] |= ~size;
      signs.insert(value / std::abs(value));
    }
    for (const unsigned wide : {0U, 1U}) {
      const unsigned bits = wide == 1 ? f.wide : f.narrow;
      EXPECT_EQ(ones[wide], (std::uint64_t{1} << bits) - 1);
      EXPECT_EQ(zeros[wide] & ((std::uint64_t{1} << (bits - 1)) - 1),
                (std::uint64_t{1} << (bits - 1)) - 1);
    }
    EXPECT_EQ(signs, (std::set<double>{-1, 1}));
  }
  EXPECT_EQ(f.wide, f.fraction + 1) << "wide operands use the full significand";
}

TEST_P(DigestOperandsOf, RandomOnesAreFiniteAndOfEverySize) {
  const OperandPatterns patterns = operand_patterns(GetParam(), DigestOperands::random);
  std::set<int> exponents;
  for (unsigned k = 0; k < 5000; ++k) {
    const double value = element(13, patterns.a, 5, k);
    ASSERT_LT(std::abs(value), 2);
    if (value != 0) exponents.insert(std::ilogb(value));
  }
  EXPECT_GE(exponents.size(), 8U);
}

TEST_P(DigestOperandsOf, ReadAsTheTypeItself) {
  const DigestFormat f = digest_format(GetParam());
  if (f.bits == 32) {
    for (const float value : {1.0F, -2047.0F, 0.5F, 0.0F, 1e-40F})
      EXPECT_EQ(element_value(GetParam(), std::bit_cast<std::uint32_t>(value), 0), value);
  }
  const std::uint32_t one = f.bias << f.field;
  for (unsigned e = 0; e < per_word(); ++e) {
    EXPECT_EQ(element_value(GetParam(), one << (e * f.bits), e), 1);
    EXPECT_EQ(element_value(GetParam(), (one | 1U << (f.bits - 1)) << (e * f.bits), e), -1);
    EXPECT_EQ(element_value(GetParam(), 1U << (e * f.bits), e),
              std::ldexp(1, 1 - static_cast<int>(f.bias + f.field)))
        << "the smallest subnormal";
    EXPECT_EQ(element_value(GetParam(), one << (e * f.bits), (e + 1) % 4 % per_word()),
              per_word() == 1 ? 1 : 0);
  }
}

constexpr DigestShape kSmall{.rows = 16, .columns = 8, .slices = 4, .chain = 4, .turns = 3};

/// The same number from the definition alone: one element of one product at a time, in doubles.
std::uint64_t by_definition(const DigestWork& work, const DigestShape& shape) {
  const OperandPatterns patterns = operand_patterns(work.type, work.operands);
  const unsigned per_word = 32 / digest_format(work.type).bits;
  std::uint64_t digest = first_digest(work.seed);
  for (std::size_t round = 0; round < work.rounds; ++round) {
    std::vector<std::uint32_t> strands(std::size_t{shape.rows} * kStrands, 0);
    for (unsigned turn = 0; turn < shape.turns; ++turn)
      for (unsigned row = 0; row < shape.rows; ++row)
        for (unsigned column = 0; column < shape.columns; ++column) {
          double sum = 0;
          for (unsigned s = 0; s < shape.chain; ++s)
            for (unsigned w = 0; w < kSliceWords; ++w) {
              const unsigned wa = slice_of_a(shape, turn, s) * kSliceWords + w;
              const unsigned wb = slice_of_b(shape, turn, s) * kSliceWords + w;
              const auto a = operand_word(digest, word_index(shape, row, wa), patterns.a[wa % 2]);
              const auto b = operand_word(digest, word_index(shape, shape.rows + column, wb),
                                          patterns.b[wb % 2]);
              for (unsigned e = 0; e < per_word; ++e)
                sum += element_value(work.type, a, e) * element_value(work.type, b, e);
            }
          auto& strand = strands[strand_of(row, column)];
          strand = folded(strand, std::bit_cast<std::uint32_t>(static_cast<float>(sum)));
        }
    std::uint64_t sum = 0;
    for (std::uint32_t s = 0; s < strands.size(); ++s) sum += strand_share(s, strands[s]);
    digest = next_digest(digest, sum);
  }
  return vote_of(digest);
}

TEST_P(DigestOperandsOf, ReferenceIsTheDefinition) {
  for (const std::uint64_t seed : {0ULL, 1ULL, 0xFEDCBA9876543210ULL})
    for (const std::size_t rounds : {1U, 3U}) {
      const DigestWork work{GetParam(), DigestOperands::exact, seed, rounds};
      EXPECT_EQ(reference_digest(work, kSmall), by_definition(work, kSmall)) << seed;
    }
}

TEST_P(DigestOperandsOf, EverythingThatWorkIsMadeOfChangesTheDigest) {
  std::set<std::uint64_t> digests;
  for (const auto operands : {DigestOperands::exact, DigestOperands::random})
    for (std::uint64_t seed = 0; seed < 20; ++seed)
      for (std::size_t rounds = 0; rounds < 3; ++rounds)
        digests.insert(reference_digest({GetParam(), operands, seed, rounds}, kSmall));
  EXPECT_EQ(digests.size(), 20U * (2 * 2 + 1)) << "no rounds: the operands do not matter";
  EXPECT_EQ(digests.count(Digest::kNoVote), 0U);
}

TEST_P(DigestOperandsOf, AShapeThatIsNotExactIsRefused) {
  DigestShape shape = kSmall;
  shape.slices = shape.chain = 512;
  EXPECT_FALSE(is_exact(shape, GetParam()));
  EXPECT_THROW((void)reference_digest({GetParam(), DigestOperands::exact, 1, 1}, shape), Error);
}

INSTANTIATE_TEST_SUITE_P(Types, DigestOperandsOf, testing::ValuesIn(kTypes),
                         [](const auto& parameter) { return std::string(name(parameter.param)); });

TEST(DigestFormat, TypesWithoutMatrixUnitsHaveNone) {
  EXPECT_THROW((void)digest_format(NumberType::fp64), Error);
  EXPECT_THROW((void)digest_format(NumberType::int8), Error);
}

TEST(DigestFolding, OneWrongElementAlwaysShows) {
  std::mt19937 random(3);
  for (int i = 0; i < 1000; ++i) {
    std::vector<std::uint32_t> elements(64);
    for (auto& element : elements) element = static_cast<std::uint32_t>(random());
    const auto fold = [&] {
      std::uint32_t strand = 0;
      for (const std::uint32_t element : elements) strand = folded(strand, element);
      return strand;
    };
    const std::uint32_t right = fold();
    elements[random() % 64] ^= 1U << (random() % 32);
    ASSERT_NE(fold(), right);
  }
}

/// What plain sums miss: the same bit, above all the sign, flipped in two elements.
TEST(DigestFolding, TheSameBitFlippedInTwoElementsShows) {
  for (unsigned bit = 0; bit < 32; ++bit)
    for (unsigned first = 0; first < 64; ++first)
      for (unsigned second = first + 1; second < 64; ++second) {
        std::uint32_t right = 0, wrong = 0;
        for (unsigned i = 0; i < 64; ++i) {
          const std::uint32_t element = 0x3F800000U + i * 0x10001U;
          right = folded(right, element);
          wrong = folded(wrong, element ^ (i == first || i == second ? 1U << bit : 0U));
        }
        ASSERT_NE(right, wrong) << bit << "," << first << "," << second;
      }
}

TEST(DigestShape, TurnsPairDifferentSlices) {
  for (const DigestShape& shape :
       {DigestShape{128, 128, 16, 16, 16}, DigestShape{128, 128, 16, 4, 16},
        DigestShape{128, 128, 8, 8, 8}, DigestShape{128, 128, 8, 4, 8}}) {
    std::set<std::vector<unsigned>> products;
    std::set<unsigned> of_a, of_b;
    for (unsigned turn = 0; turn < shape.turns; ++turn) {
      std::set<unsigned> pairs;
      for (unsigned s = 0; s < shape.chain; ++s) {
        const unsigned a = slice_of_a(shape, turn, s);
        const unsigned b = slice_of_b(shape, turn, s);
        of_a.insert(a);
        of_b.insert(b);
        pairs.insert(a * shape.slices + b);
      }
      EXPECT_EQ(pairs.size(), shape.chain);
      products.insert({pairs.begin(), pairs.end()});
    }
    EXPECT_EQ(products.size(), shape.turns) << "no product is computed twice";
    EXPECT_EQ(of_a.size(), shape.slices);
    EXPECT_EQ(of_b.size(), shape.slices);
  }
}

}  // namespace
}  // namespace assay
