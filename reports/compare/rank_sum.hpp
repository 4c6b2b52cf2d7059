#pragma once
#include <vector>

namespace assay {

/// What the ranks of two independent sets of values say.
struct RankSum {
  /// Mann and Whitney's U: pairs in which `b` is the larger, ties counted half.
  double u = 0;
  /// Two-sided probability of a U as far from its mean, or farther, if both sets came from one
  /// distribution.
  double p = 1;
  bool exact = false;  ///< `p` was counted, given the ties there are; else it is the normal's
  /// Cliff's delta: how much more often a value of `b` is larger than one of `a` than smaller, from
  /// -1 to 1. The rank-biserial correlation is the same number.
  double delta = 0;
};

/// As many values on both sides together are counted exactly: C(60, 30) arrangements still add up
/// in doubles without loss of what matters.
inline constexpr std::size_t kMostExact = 60;

/// Values must be finite. Throws Error if a side has none.
[[nodiscard]] RankSum rank_sum(const std::vector<double>& a, const std::vector<double>& b);

}  // namespace assay
