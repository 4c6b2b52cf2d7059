#pragma once
#include <cstdint>
#include <vector>

#include "collectives/locate/baseline.hpp"
#include "collectives/locate/findings.hpp"
#include "collectives/locate/probe.hpp"

namespace assay::locate {

/// Asks a probe round by round and keeps its answers. A node that was always silent, with three
/// partners who do answer others, is not asked again: it would cost every round its time-out.
class Measurements {
 public:
  Measurements(const Fabric& fabric, PairProbe& probe);

  /// Measures one round. Flows that the probe leaves out, and rates that are not positive numbers,
  /// are flows without an answer. Throws Error for flows that were not asked for.
  void add(const std::vector<schedule::Pair>& pairs);

  [[nodiscard]] std::int32_t rounds() const { return rounds_; }
  [[nodiscard]] const std::vector<Flow>& flows() const { return flows_; }
  /// Without the rails on which nobody answered: they accuse no node.
  [[nodiscard]] std::vector<Flow> on_answering_rails(const Baseline& baseline) const;
  /// Findings with the counts filled in.
  [[nodiscard]] Findings summary(const Baseline& baseline) const;

 private:
  std::vector<schedule::Pair> without_silent(const std::vector<schedule::Pair>& pairs) const;
  void take(const std::vector<schedule::Pair>& pairs, const std::vector<Flow>& answers);
  void note(const schedule::Pair& pair, bool answered);
  [[nodiscard]] bool is_silent(std::int32_t node) const;

  const Fabric& fabric_;
  PairProbe& probe_;
  std::int32_t rounds_ = 0;
  std::int64_t pairs_ = 0;
  std::vector<Flow> flows_;
  std::vector<bool> answers_;                          ///< of each node: whether it ever did
  std::vector<std::vector<std::int32_t>> unanswered_;  ///< of each node: partners without an answer
};

}  // namespace assay::locate
