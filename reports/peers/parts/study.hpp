#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "reports/peers/night.hpp"
#include "reports/peers/parts/families.hpp"
#include "reports/peers/parts/fit.hpp"
#include "reports/peers/parts/tail.hpp"
#include "reports/peers/rules.hpp"

namespace assay::peers {

/// What is studied: the night's own values, or numbers that stand in for them and are standings
/// already (larger = better, near 1 in scale).
struct Matrix {
  const Night* night = nullptr;
  std::span<const float> values;  ///< shaped like Night::values
  bool standings = false;
};

/// A standing so bad that it may be an outlier.
struct Candidate {
  std::uint32_t node = 0;
  std::uint32_t slot = 0;  ///< position in Family::columns
  float z = 0;
};

/// One family within one group. Locations and scales are of oriented values: larger = better.
struct Study {
  const Family* family = nullptr;
  const Group* group = nullptr;
  std::vector<Fit> fits;             ///< one a slot; n = 0: too few values
  std::vector<double> freedom;       ///< of each slot's scale
  std::vector<float> offsets;        ///< of each member, in `offset_scale`; empty = none
  std::vector<double> offset_scale;  ///< one a slot
  double offset_unit = 1;            ///< middle of the scales when the first offset was taken
  std::vector<float> means;          ///< of each member: mean standing of its slots; NaN = none
  double location = 0;               ///< middle of the slots' locations
  double scale = 0;                  ///< middle of the slots' scales
  TailCount tail;
  std::vector<Candidate> candidates;
  std::size_t tests = 0;              ///< values compared
  std::size_t worse = 0, better = 0;  ///< of them, by more than 4 scales and what matters
};

/// Share of the values that stand apart on one side beyond those on the other: heavy tails have as
/// many on both.
[[nodiscard]] double share_apart(const Study& study);

/// Buffers that one thread uses again and again.
struct Scratch {
  std::vector<float> values;
  std::vector<std::uint32_t> spare;
  std::vector<std::uint32_t> counts;
};

/// +1 or -1: what makes larger values the better ones.
[[nodiscard]] double orientation(const Matrix& matrix, std::uint32_t column);

/// Least effect of `column` around the oriented `location`.
[[nodiscard]] double effect_of(const Matrix& matrix, std::uint32_t column, double location,
                               const PeerRules& rules);

/// Fits every slot of the study. Groups of under 64 nodes share one scale among their slots, and
/// the slots' locations only differ where that is significant.
void fit_slots(Study& study, const Matrix& matrix, const PeerRules& rules, Scratch& scratch);

/// Standings of every value: means, tails, candidates. `out` is shaped like Night::values and takes
/// the standings; empty = not wanted.
void stand(Study& study, const Matrix& matrix, const PeerRules& rules, Scratch& scratch,
           std::span<float> out);

}  // namespace assay::peers
