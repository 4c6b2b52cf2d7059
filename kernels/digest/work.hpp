#pragma once
#include <cstdint>

#include "kernels/digest/operands.hpp"

// What a unit computes in one round of the tensor-core digest, defined by rows and columns alone:
// every kernel, whatever instructions it uses, and the reference on a CPU give the same number.
//
// A is rows x inner, B columns x inner, made of the digest so far. Each of `turns` products C = A
// B' takes other slices of the inner dimension. The bits of C are folded into strands, the strands
// into the next digest.

namespace assay {

/// A slice is what one matrix instruction of every kind takes along the inner dimension: 32 bytes.
inline constexpr unsigned kSliceWords = 8;
/// Columns that share a strand are this far apart: an instruction's result comes in such groups.
inline constexpr unsigned kStrands = 8;

struct DigestShape {
  unsigned rows, columns;
  unsigned slices;  ///< that each row of A and of B has
  unsigned chain;   ///< slices that one product sums over
  unsigned turns;   ///< products in a round
};

/// The slice of A, and of B, that stands at place `s` of the chain of turn `turn`. Turns pair
/// slices differently, up to `slices` of them.
ASSAY_HD constexpr unsigned slice_of_a(const DigestShape& shape, unsigned turn, unsigned s) {
  return (turn + s) % shape.slices;
}
ASSAY_HD constexpr unsigned slice_of_b(const DigestShape& shape, unsigned turn, unsigned s) {
  return (turn * shape.chain + s) % shape.slices;
}

/// Elements that one product sums over.
constexpr std::uint64_t chain_elements(const DigestShape& shape, NumberType type) {
  return std::uint64_t{shape.chain} * kSliceWords * (32 / digest_format(type).bits);
}

/// No sum can leave the range in which every order of additions gives the same, exact result.
constexpr bool is_exact(const DigestShape& shape, NumberType type) {
  return largest_sum(type, chain_elements(shape, type)) <= exact_limit(type);
}

/// Multiplications and additions of one round.
constexpr double operations(const DigestShape& shape, NumberType type) {
  return 2.0 * shape.rows * shape.columns * shape.turns *
         static_cast<double>(chain_elements(shape, type));
}

/// Number of word `word` of a row for operand_word(): rows of A come first, then those of B.
ASSAY_HD constexpr std::uint32_t word_index(const DigestShape& shape, unsigned row, unsigned word) {
  return row * shape.slices * kSliceWords + word;
}

/// The strand that element (row, column) of every product of a round is folded into, by turn and
/// then by ascending column.
ASSAY_HD constexpr std::uint32_t strand_of(unsigned row, unsigned column) {
  return row * kStrands + column % kStrands;
}

/// Takes the bits of one more element into a strand. Every step can be undone, so one wrong element
/// always changes the strand; the rotation brings high bits down, or two flipped signs would
/// cancel.
ASSAY_HD constexpr std::uint32_t folded(std::uint32_t strand, std::uint32_t bits) {
  // NOLINTNEXTLINE(modernize-use-std-bit): no such function on a GPU
  return ((strand << 13) | (strand >> 19)) * 0x9E3779B1U + bits;
}

/// The 64-bit finaliser of MurmurHash3 (A. Appleby).
ASSAY_HD constexpr std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 33)) * 0xFF51AFD7ED558CCDU;
  x = (x ^ (x >> 33)) * 0xC4CEB9FE1A85EC53U;
  return x ^ (x >> 33);
}

/// The digest before the first round.
ASSAY_HD constexpr std::uint64_t first_digest(std::uint64_t seed) {
  return mixed(seed + 0x9E3779B97F4A7C15U);
}
/// What a strand adds to its round's sum, which is the same in any order.
ASSAY_HD constexpr std::uint64_t strand_share(std::uint32_t strand, std::uint32_t value) {
  return mixed((std::uint64_t{strand} << 32) | value);
}
ASSAY_HD constexpr std::uint64_t next_digest(std::uint64_t digest, std::uint64_t sum) {
  return mixed(digest ^ sum);
}
/// What is voted with: never Digest::kNoVote.
ASSAY_HD constexpr std::uint64_t vote_of(std::uint64_t digest) {
  return digest == ~std::uint64_t{0} ? 0 : digest;
}

}  // namespace assay
