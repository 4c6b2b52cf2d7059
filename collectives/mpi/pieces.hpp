#pragma once
#include <cstdint>
#include <vector>

namespace assay {

/// A stretch of a buffer, in elements.
struct Piece {
  std::int64_t begin = 0;
  std::int64_t count = 0;
  friend bool operator==(const Piece&, const Piece&) = default;
};

/// `count` elements as stretches of at most `most`, in order and without gaps; of no elements one
/// that is empty, for a collective operation is to be called even so. Throws Error where `count` is
/// negative or `most` is not positive.
[[nodiscard]] std::vector<Piece> pieces(std::int64_t count, std::int64_t most);

/// `count` elements as `blocks` blocks of `block` and `rest` single ones: numbers that an int
/// holds.
struct Blocks {
  int blocks = 0;
  int block = 0;
  int rest = 0;
};

/// Throws Error for a negative count, or for one that no such numbers can say (2^61 and more).
[[nodiscard]] Blocks blocks(std::int64_t count);

}  // namespace assay
