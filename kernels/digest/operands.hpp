#pragma once
#include <cstdint>
#include <string>

#include "core/error.hpp"
#include "core/philox.hpp"
#include "kernels/digest.hpp"

// The operands of the tensor-core digest. A word of 32 bits holds one, two or four elements that
// follow each other along the inner dimension. Some of its bits are random, the others say what the
// elements may be: an exponent that is fixed makes an integer of a fixed number of bits.

namespace assay {

/// Which bits of a word are random, and what the others are.
struct WordPattern {
  std::uint32_t random, fixed;
};

/// Patterns of the words of both operands; words of even and odd number along the inner dimension.
struct OperandPatterns {
  WordPattern a[2], b[2];
};

/// 32 random bits: word `index` of the round `key`. Every word can be computed anywhere, in any
/// order. Mixing steps: the 32-bit finaliser of MurmurHash3 (A. Appleby), both halves of the key
/// taken in.
ASSAY_HD inline std::uint32_t random_word(std::uint64_t key, std::uint32_t index) {
  std::uint32_t x = (index * 0x9E3779B1U) ^ static_cast<std::uint32_t>(key);
  x = (x ^ (x >> 16)) * 0x85EBCA6BU + static_cast<std::uint32_t>(key >> 32);
  x = (x ^ (x >> 13)) * 0xC2B2AE35U;
  return x ^ (x >> 16);
}

ASSAY_HD inline std::uint32_t operand_word(std::uint64_t key, std::uint32_t index,
                                           WordPattern pattern) {
  return (random_word(key, index) & pattern.random) | pattern.fixed;
}

/// How a type lies in memory, and how many bits its exact operands have.
struct DigestFormat {
  unsigned bits;          ///< of an element in memory: 8, 16 or 32
  unsigned field;         ///< bits of the fraction's field
  unsigned fraction;      ///< of which the type uses the upper ones (tf32: 10 of 23)
  unsigned bias;          ///< of the exponent
  unsigned wide, narrow;  ///< bits of the integers, the leading one included
};

/// Wide integers have every bit that the type's significand has; a wide one meets a narrow one, so
/// that chains can be long. Throws for a type that has no tensor-core digest.
constexpr DigestFormat digest_format(NumberType type) {
  switch (type) {
    case NumberType::tf32:
      return {32, 23, 10, 127, 11, 5};
    case NumberType::fp16:
      return {16, 10, 10, 15, 11, 5};
    case NumberType::bf16:
      return {16, 7, 7, 127, 8, 8};
    case NumberType::fp8_e4m3:
      return {8, 3, 3, 7, 4, 2};
    default:
      throw Error("no tensor-core digest in " + std::string(name(type)));
  }
}

/// Up to what sum of |a b| over one chain of additions the result is exact in every order: fp32 has
/// 24 bits; for fp8 the accumulator of Hopper keeps 13 below the leading one (deepseek-ai,
/// "DeepSeek-V3 Technical Report", 2024, section 3.3.2, measured 14 bits).
constexpr std::uint64_t exact_limit(NumberType type) {
  return std::uint64_t{1} << (type == NumberType::fp8_e4m3 ? 13 : 24);
}

/// The largest sum of |a b| that a chain of `elements` products can have.
constexpr std::uint64_t largest_sum(NumberType type, std::uint64_t elements) {
  const DigestFormat f = digest_format(type);
  return elements * ((std::uint64_t{1} << f.wide) - 1) * ((std::uint64_t{1} << f.narrow) - 1);
}

namespace detail {

/// Sign and fraction random, exponent fixed: +-(2^(n-1) ... 2^n - 1), all significands of n bits.
constexpr WordPattern integer_element(const DigestFormat& f, unsigned n) {
  const std::uint32_t fraction = ((1U << (n - 1)) - 1) << (f.field - (n - 1));
  return {(1U << (f.bits - 1)) | fraction, (f.bias + n - 1) << f.field};
}

/// Sign, fraction and three bits of the exponent random: sizes below 2.
constexpr WordPattern random_element(const DigestFormat& f) {
  const std::uint32_t fraction = ((1U << f.fraction) - 1) << (f.field - f.fraction);
  return {(1U << (f.bits - 1)) | fraction | (7U << f.field), (f.bias / 8 * 8) << f.field};
}

constexpr WordPattern word_of(const DigestFormat& f, WordPattern even, WordPattern odd,
                              unsigned first) {
  WordPattern word{};
  for (unsigned e = 0; e < 32 / f.bits; ++e) {
    const WordPattern element = (first + e) % 2 == 0 ? even : odd;
    word.random |= element.random << (e * f.bits);
    word.fixed |= element.fixed << (e * f.bits);
  }
  return word;
}

}  // namespace detail

/// Exact operands: elements of even number are wide in A and narrow in B, those of odd number the
/// other way round.
constexpr OperandPatterns operand_patterns(NumberType type, DigestOperands operands) {
  const DigestFormat f = digest_format(type);
  const bool exact = operands == DigestOperands::exact;
  const WordPattern wide = exact ? detail::integer_element(f, f.wide) : detail::random_element(f);
  const WordPattern narrow =
      exact ? detail::integer_element(f, f.narrow) : detail::random_element(f);
  OperandPatterns patterns{};
  for (unsigned word = 0; word < 2; ++word) {
    const unsigned first = word * (32 / f.bits);  // number of the word's first element
    patterns.a[word] = detail::word_of(f, wide, narrow, first);
    patterns.b[word] = detail::word_of(f, narrow, wide, first);
  }
  return patterns;
}

}  // namespace assay
