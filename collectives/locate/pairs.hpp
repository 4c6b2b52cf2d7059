#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "collectives/locate/evidence.hpp"
#include "collectives/schedule/rounds.hpp"

namespace assay::locate {

/// A pair is accused, or let off, after so many measurements.
inline constexpr std::int32_t kMeasurementsOfAPair = 3;

/// A pair that was slow more often than not, but not always, is measured so often before it is
/// said.
inline constexpr std::int32_t kMeasurementsToDoubt = 5;

/// A pair with slow flows that nothing else explains: both ends are good with others.
struct BadPair {
  schedule::Pair pair;               ///< a sends to b where one direction is slow
  std::int32_t rail = -1;            ///< -1: more than one
  std::optional<Way> way;            ///< sending: a to b only; absent: both
  double ratio = 0;                  ///< median of its slow flows over their baseline
  std::vector<std::uint32_t> flows;  ///< that are slow
};

struct PairFindings {
  std::vector<BadPair> bad;              ///< slow in every one of at least three measurements
  std::vector<schedule::Pair> open;      ///< not measured often enough to tell; worst first
  std::vector<schedule::Pair> unsteady;  ///< mostly slow, not always; slow once only: let off
};

/// Looks at what accuse() has left unexplained. O(flows).
[[nodiscard]] PairFindings judge_pairs(const Evidence& evidence);

}  // namespace assay::locate
