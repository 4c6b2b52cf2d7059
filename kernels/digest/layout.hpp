#pragma once
#include <cstdint>

#include "kernels/digest/work.hpp"

// Where operands and products lie for the matrix instructions. Source: PTX ISA 9.0, "Matrix
// fragments for mma.m16n8k*" and "wgmma: register fragments and shared memory matrix layout". All
// of it is counted in words of 32 bits, in which the layouts of all types are the same.

namespace assay {

/// The product of a block: warp w has rows 16 w ... 16 w + 15 and all columns. Element i of a
/// thread: groups of 8 columns, in each two rows 8 apart and two neighbouring columns. So for
/// mma.sync, its groups side by side, and for wgmma.
ASSAY_HD constexpr unsigned product_row(unsigned thread, unsigned i) {
  return thread / 32 * 16 + thread % 32 / 4 + i / 2 % 2 * 8;
}
ASSAY_HD constexpr unsigned product_column(unsigned thread, unsigned i) {
  return i / 4 * 8 + thread % 4 * 2 + i % 2;
}
/// Strands that a thread has: elements i, i + 4, i + 8, ... are of one strand, in its order.
inline constexpr unsigned kStrandsOfThread = 4;

/// Register r of mma.sync's first operand (four of 16 rows x 8 words), second operand (two of 8
/// columns x 8 words).
ASSAY_HD constexpr unsigned a_row(unsigned lane, unsigned r) { return lane / 4 + r % 2 * 8; }
ASSAY_HD constexpr unsigned a_word(unsigned lane, unsigned r) { return lane % 4 + r / 2 * 4; }
ASSAY_HD constexpr unsigned b_column(unsigned lane) { return lane / 4; }
ASSAY_HD constexpr unsigned b_word(unsigned lane, unsigned r) { return lane % 4 + r * 4; }

/// Rows one after another, padded by 16 bytes: the 32 words of a fragment's register lie in 32
/// banks.
template <unsigned Slices>
struct PaddedRows {
  static constexpr unsigned kChunks = Slices * kSliceWords / 4;  ///< of 16 bytes in a row
  static constexpr unsigned kRowWords = Slices * kSliceWords + 4;
  ASSAY_HD static constexpr unsigned words(unsigned rows) { return rows * kRowWords; }
  ASSAY_HD static constexpr unsigned word_at(unsigned row, unsigned word) {
    return row * kRowWords + word;
  }
  /// Row and chunk that are written `p`-th, so that threads side by side use all banks.
  ASSAY_HD static constexpr unsigned row_of(unsigned p) { return p / kChunks; }
  ASSAY_HD static constexpr unsigned chunk_of(unsigned p) { return p % kChunks; }
};

/// Core matrices of wgmma without swizzle: 8 rows x 16 bytes in 128 bytes on end; those of 8 rows
/// follow each other along the inner dimension.
template <unsigned Slices>
struct CoreMatrices {
  static constexpr unsigned kChunks = Slices * kSliceWords / 4;
  static constexpr unsigned kInnerBytes = 128;           ///< to the next core matrix along it
  static constexpr unsigned kRowsBytes = kChunks * 128;  ///< to that of the next 8 rows
  static constexpr unsigned kSliceBytes = 2 * kInnerBytes;
  ASSAY_HD static constexpr unsigned words(unsigned rows) { return rows * Slices * kSliceWords; }
  ASSAY_HD static constexpr unsigned word_at(unsigned row, unsigned word) {
    return row / 8 * (kRowsBytes / 4) + word / 4 * (kInnerBytes / 4) + row % 8 * 4 + word % 4;
  }
  ASSAY_HD static constexpr unsigned row_of(unsigned p) { return p / (8 * kChunks) * 8 + p % 8; }
  ASSAY_HD static constexpr unsigned chunk_of(unsigned p) { return p / 8 % kChunks; }
  /// What wgmma is given for the slice at `address` (bytes, in shared memory): leading offset along
  /// the inner dimension, stride offset along the rows, both in 16 bytes; no swizzle.
  ASSAY_HD static constexpr std::uint64_t descriptor(std::uint32_t address) {
    return (address & 0x3FFFFU) >> 4 | std::uint64_t{kInnerBytes >> 4} << 16 |
           std::uint64_t{kRowsBytes >> 4} << 32;
  }
};

}  // namespace assay
