#pragma once
#include <cstdint>

#include "collectives/communicator.hpp"
#include "core/philox.hpp"

namespace assay {

/// Blocks of all_to_all_v that differ in size while every rank sends and receives as much: the one
/// for a rank `distance` places on (around, 0 = itself) has about 2 distance / ranks of a
/// share, so that some are empty where shares are small; its own has one. Together `ranks` shares.
/// They lie in the order of their distance, in operands and results alike, so that a block is
/// received where it was sent from.
class Ragged {
 public:
  /// `share` elements a block in the mean, at least 1.
  Ragged(std::int64_t share, int ranks) : share_(share), ranks_(ranks) {}

  /// Where the block of this distance begins; of `ranks`: where the last one ends.
  [[nodiscard]] ASSAY_HD std::int64_t begin(int distance) const {
    const std::int64_t before = std::int64_t{distance} * (distance - 1);
    // Not share x before at once, which is large: shares of 16 GiB among 100,000 ranks.
    return distance == 0 ? 0
                         : share_ + share_ / ranks_ * before + share_ % ranks_ * before / ranks_;
  }
  [[nodiscard]] ASSAY_HD std::int64_t count(int distance) const {
    return begin(distance + 1) - begin(distance);
  }
  /// The distance of the block that element i lies in.
  [[nodiscard]] ASSAY_HD int block_of(std::int64_t i) const {
    int low = 0;
    int high = ranks_;
    while (high - low > 1) {
      const int middle = low + (high - low) / 2;
      (begin(middle) <= i ? low : high) = middle;
    }
    return low;
  }
  /// What `rank` gives and takes.
  [[nodiscard]] Shares shares_of(int rank) const;

 private:
  std::int64_t share_;
  int ranks_;
};

}  // namespace assay
