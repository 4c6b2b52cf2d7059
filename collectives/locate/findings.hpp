#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "collectives/locate/accuse.hpp"
#include "collectives/locate/culprit.hpp"
#include "collectives/locate/pairs.hpp"

namespace assay::locate {

/// An adapter's direction that is slower than others, though too little to be accused.
struct Weak {
  std::int32_t node = 0, rail = 0;
  Way way = Way::sending;
  double ratio = 1;  ///< to what is usual, its partners' doing taken out
};

/// What a search found and how.
struct Findings {
  std::vector<Culprit> culprits;       ///< widest kind first, then the slowest
  std::vector<std::string> undecided;  ///< what could not be told, and why
  std::vector<Weak> weakest;           ///< at most five, weakest first
  std::vector<double> expected;        ///< of each rail, B/s; 0 where nothing was answered
  double noise = 0, resolution = 0;    ///< ratios; see Baseline
  std::int32_t rounds = 0, group_rounds = 0;
  std::int64_t pairs = 0, flows = 0, unanswered = 0, groups = 0;
};

/// Culprits of all kinds but pairs, from what was accused.
[[nodiscard]] std::vector<Culprit> culprits_of(const Evidence& evidence,
                                               const std::vector<Accusation>& accusations);
[[nodiscard]] Culprit culprit_of(const Evidence& evidence, const BadPair& pair);

/// Rails that are slower than the other rails, or silent, as a whole; needs three rails and four
/// nodes, else there is nothing to compare with.
[[nodiscard]] std::vector<Culprit> slow_rails(const Fabric& fabric, const Baseline& baseline,
                                              std::span<const Flow> flows);

/// What the evidence leaves open: scatter that hides what is looked for, pairs that were not
/// measured often enough, nodes that are slow now and then (with others than accused nodes), and
/// nodes that no culprit covers and that were never seen to be good: met by nobody, or by bad
/// partners only.
[[nodiscard]] std::vector<std::string> open_questions(const Evidence& evidence,
                                                      const PairFindings& pairs,
                                                      const std::vector<Culprit>& culprits);

/// From the decomposition into effects: the weakest directions of adapters that no culprit covers,
/// if they are weaker than chance would make them.
[[nodiscard]] std::vector<Weak> weakest(const Evidence& evidence,
                                        const std::vector<Culprit>& culprits);

}  // namespace assay::locate
