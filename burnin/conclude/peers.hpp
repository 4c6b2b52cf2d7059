#pragma once
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace assay {

/// Above which deviation a peer is named: it must exceed all three. The spread of seven others is
/// itself uncertain, so the effect (the first two) must be over six times what healthy GPUs differ
/// by, or one in thousands of nodes is named without cause.
struct PeerRule {
  double absolute = 0;    ///< in the readings' unit: 5 for a temperature
  double relative = 0;    ///< of the peers' median: 0.06 for a rate
  double deviations = 5;  ///< robust standard deviations of the peers
};

/// One reading against the others of its node.
struct PeerStanding {
  double median = std::numeric_limits<double>::quiet_NaN();  ///< of the others
  double deviation = median;                                 ///< reading - median
  double scale = median;  ///< of the others: 1.4826 n / (n - 0.8) x median absolute deviation
  bool outlier = false;
};

/// All readings of one quantity on one node, each against the others.
struct PeerSpread {
  std::vector<PeerStanding> standings;  ///< as many as readings
  double median = std::numeric_limits<double>::quiet_NaN();
  double spread = median;   ///< largest - smallest
  std::size_t present = 0;  ///< readings that were not NaN
  /// Two readings differ by more than the rule allows, but nothing tells which of them is wrong.
  bool undecided = false;
};

/// NaN = not read: no standing, and no peer. One outlier needs two others that agree; of two
/// readings none is ever named.
[[nodiscard]] PeerSpread peer_spread(std::span<const double> readings, const PeerRule& rule);

}  // namespace assay
