#pragma once
#include <cstdint>
#include <vector>

#include "collectives/locate/evidence.hpp"
#include "collectives/schedule/rounds.hpp"

namespace assay::locate {

/// Whom the next round has to look at, from what is known so far.
struct Doubts {
  /// Nodes with an adapter that has not been fast yet in some direction, or whose slow flows with
  /// several partners are not explained by either end.
  std::vector<std::int32_t> nodes;
  /// Nodes of which every adapter has been fast both ways: known-good partners.
  std::vector<std::int32_t> good;
  /// Pairs that are slow although both ends are good with others; worst first.
  std::vector<schedule::Pair> pairs;
};

[[nodiscard]] Doubts doubts(const Evidence& evidence);

/// How a confirming round is put together.
struct Confirming {
  /// Doubtful pairs are not measured again, but each end with a neighbour of the other: a bad
  /// uplink stays slow, a bad pair does not.
  bool swap_neighbours = false;
  bool prefer_same_leaf =
      false;          ///< partners from the suspect's own leaf, where there are good ones
  bool fill = false;  ///< the others are paired at random, for more evidence
  std::uint64_t seed = 0;
};

/// Disjoint pairs: first each doubtful pair again (or its neighbours), then each doubtful node with
/// a known-good partner that it has not met, as far as there are any.
[[nodiscard]] std::vector<schedule::Pair> confirming_round(const Evidence& evidence,
                                                           const Doubts& doubts,
                                                           const Confirming& how);

/// As many of `pairs` as are disjoint, in their order.
[[nodiscard]] std::vector<schedule::Pair> disjoint(const std::vector<schedule::Pair>& pairs,
                                                   std::int32_t nodes);

}  // namespace assay::locate
