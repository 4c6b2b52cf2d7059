#pragma once
#include <cstddef>

namespace assay::cuda {

/// Scale factors that cuBLASLt reads for an fp4 operand of `rows` rows of `inner` elements: one for
/// 16 elements of a row, in tiles of 128 rows by 4 factors of which none is left out (cuBLAS
/// documentation, 1D block scaling factors layout). A factor is a byte, E4M3 without a sign.
constexpr std::size_t scale_factors(std::size_t rows, std::size_t inner) {
  constexpr std::size_t rows_of_tile = 128;
  constexpr std::size_t inner_of_tile = std::size_t{4} * 16;
  const auto tiles = [](std::size_t n, std::size_t in_one) { return (n + in_one - 1) / in_one; };
  return tiles(rows, rows_of_tile) * tiles(inner, inner_of_tile) * rows_of_tile * 4;
}

}  // namespace assay::cuda
