#pragma once
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <vector>

#include "collectives/schedule/rounds.hpp"

namespace assay::locate {

/// What went from one node to another on one rail in one round.
struct Flow {
  std::int32_t from = 0, to = 0, rail = 0, round = 0;
  std::optional<double> rate;  ///< B/s; absent: no answer
};

/// Nothing more can be measured: whoever asks has to do with what was measured before.
class Ended : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The port through which pairs of nodes are measured.
class PairProbe {
 public:
  PairProbe() = default;
  PairProbe(const PairProbe&) = delete;
  PairProbe& operator=(const PairProbe&) = delete;
  virtual ~PairProbe() = default;

  /// Measures all `pairs` at once, which are disjoint, both directions at once, on every rail.
  /// `round` counts from 0. A pair that gives no answer (dead node, cut link) must not hold up the
  /// others: its flows have no rate, or are left out. Throws Ended.
  [[nodiscard]] virtual std::vector<Flow> measure(const std::vector<schedule::Pair>& pairs,
                                                  std::int32_t round) = 0;
};

/// The port through which collectives of groups of nodes are measured.
class GroupProbe {
 public:
  GroupProbe() = default;
  GroupProbe(const GroupProbe&) = delete;
  GroupProbe& operator=(const GroupProbe&) = delete;
  virtual ~GroupProbe() = default;

  /// Bus bandwidth in B/s that a collective reaches in each of `groups`, which are disjoint and run
  /// at once; absent where a group gives no answer. Throws Ended.
  [[nodiscard]] virtual std::vector<std::optional<double>> measure(
      const std::vector<std::vector<std::int32_t>>& groups, std::int32_t round) = 0;
};

}  // namespace assay::locate
