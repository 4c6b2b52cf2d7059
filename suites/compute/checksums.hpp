#pragma once
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "core/philox.hpp"
#include "kernels/number_type.hpp"
#include "kernels/verify.hpp"

// Checksums of a matrix product, C = A B': each row of C sums up to A (B' 1), each column to
// (1' A) B'. Source: Huang and Abraham, "Algorithm-based fault tolerance for matrix operations",
// IEEE Transactions on Computers C-33, 1984; here the sums of the operands stand beside them, not
// in them, because a type of 8 bits could not hold them. One wrong element is in one row and one
// column.

namespace assay {

/// Integers of one operand of a checked product. Wide ones (the full significand of bf16) meet
/// narrow ones, so that sums of |a b| stay within 2^24 up to kMostInner: exact in fp32, in any
/// order.
struct CheckedOperand {
  static constexpr unsigned kWideBits = 8, kNarrowBits = 3;
  static constexpr std::size_t kMostInner = 8192;
  static_assert(kMostInner * ((1U << kWideBits) - 1) * ((1U << kNarrowBits) - 1) <= (1U << 24));

  std::uint64_t key;
  std::size_t inner;  ///< elements in a row
  std::size_t
      wide_remainder;  ///< of the numbers, along a row, of wide elements by 2: 0 for A, 1 for B

  ASSAY_HD std::int64_t operator()(std::size_t i) const {
    const bool wide = i % inner % 2 == wide_remainder;
    const std::uint64_t bits = random_bits(key, i);
    const auto size =
        static_cast<std::int64_t>((bits >> 1) & ((1U << (wide ? kWideBits : kNarrowBits)) - 1));
    return (bits & 1) != 0 ? -size : size;
  }
};

/// How an integer of at most kWideBits bits is stored in a type that products are checked in.
struct AsFp32 {
  static constexpr NumberType kType = NumberType::fp32;
  using Element = float;
  ASSAY_HD static Element of(std::int64_t value) { return static_cast<float>(value); }
};
struct AsBf16 {
  static constexpr NumberType kType = NumberType::bf16;
  using Element = std::uint16_t;  ///< the upper half of the fp32: nothing is cut off of 8 bits
  ASSAY_HD static Element of(std::int64_t value) {
    const auto single = static_cast<float>(value);
    std::uint32_t bits = 0;
    std::memcpy(&bits, &single, sizeof bits);
    return static_cast<Element>(bits >> 16);
  }
};

/// to[i] = element i of the operand
template <class As>
struct PutOperand {
  typename As::Element* to;
  CheckedOperand operand;
  ASSAY_HD void operator()(std::size_t i) const { to[i] = As::of(operand(i)); }
};

/// to[l] = the sum of an operand's column l; operands of `rows` rows.
struct ColumnTotals {
  double* to;
  CheckedOperand operand;
  std::size_t rows;
  ASSAY_HD void operator()(std::size_t l) const {
    std::int64_t sum = 0;
    for (std::size_t row = 0; row < rows; ++row) sum += operand(row * operand.inner + l);
    to[l] = static_cast<double>(sum);
  }
};

/// to[i] = what the i-th row (of A) or column (of B') of the product sums up to, given the other
/// operand's column totals.
struct ExpectedSum {
  double* to;
  CheckedOperand operand;
  const double* totals_of_other;
  ASSAY_HD void operator()(std::size_t i) const {
    double sum = 0;  // of integers far below 2^53
    for (std::size_t l = 0; l < operand.inner; ++l)
      sum += static_cast<double>(operand(i * operand.inner + l)) * totals_of_other[l];
    to[i] = sum;
  }
};

/// Rows and columns of C are summed in pieces of this many elements first.
inline constexpr std::size_t kPiece = 64;

/// to[piece][column] = the sum of kPiece elements of a column of C.
struct ColumnPieces {
  double* to;
  const float* c;
  std::size_t columns;
  ASSAY_HD void operator()(std::size_t i) const {
    const float* from = c + i / columns * kPiece * columns + i % columns;
    double sum = 0;
    for (std::size_t k = 0; k < kPiece; ++k) sum += static_cast<double>(from[k * columns]);
    to[i] = sum;
  }
};

/// to[row][piece] = the sum of kPiece elements of a row of C.
struct RowPieces {
  double* to;
  const float* c;
  ASSAY_HD void operator()(std::size_t i) const {
    const float* from = c + i * kPiece;
    double sum = 0;
    for (std::size_t k = 0; k < kPiece; ++k) sum += static_cast<double>(from[k]);
    to[i] = sum;
  }
};

/// kept[i] = sum i if that is not the expected one: once wrong it stays wrong. The pieces of sum i
/// start at i * step and lie `stride` apart.
struct KeepWrong {
  double* kept;
  const double* expected;
  const double* pieces;
  std::size_t count, step, stride;
  ASSAY_HD void operator()(std::size_t i) const {
    double sum = 0;
    for (std::size_t k = 0; k < count; ++k) sum += pieces[i * step + k * stride];
    if (!(sum == expected[i])) kept[i] = sum;
  }
};

/// Element i of an array, for Put and Exactly.
struct Listed {
  const double* values;
  ASSAY_HD double operator()(std::size_t i) const { return values[i]; }
};

/// Of how many products one is checked, so that checks take at most `share` of the time of
/// products; 1 where the times are not known.
inline std::size_t products_per_check(double product_s, double check_s, double share) {
  constexpr double most = 100;  // so few that what is enqueued at once stays short
  const double wanted = std::ceil(check_s / (share * product_s));
  return wanted >= 1 && wanted <= most ? static_cast<std::size_t>(wanted)
         : wanted > most               ? static_cast<std::size_t>(most)
                                       : 1;
}

}  // namespace assay
