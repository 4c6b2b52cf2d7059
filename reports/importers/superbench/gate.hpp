#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "reports/importers/superbench/rules.hpp"
#include "reports/verdict.hpp"

namespace assay {

/// Which metrics the results of a set of nodes have, and what is known of those nodes besides.
struct SuperbenchFleet {
  std::size_t nodes = 0;
  std::vector<std::string> metrics;  ///< all names, each once
  std::vector<std::size_t> seen_on;  ///< on how many nodes, in the order of `metrics`
  /// GPUs of a node. Absent: a family of ranks must be a power of two, for machines of seven GPUs
  /// are not sold; so a rank that is absent on every node is seen, too.
  std::optional<int> gpus;
};

struct SuperbenchPlan;

/// SuperBench rules and baseline made ready for the metrics of nodes of one kind. Every regular
/// expression is searched once per name here, so that holding a node costs one comparison per
/// metric and rule. May be shared between threads.
///
/// Fails what SuperBench fails: the same numbers are compared in the same way. Accepts nothing that
/// it has no evidence for. Unknown is: a rule whose regular expression matches nothing, a metric
/// that this node lacks and that has a baseline or that other nodes have, a value that is no finite
/// number, a rank missing from a family, a baseline that is absent or not positive (on the nodes
/// that have the metric), a value that cannot be true (negative; beyond 1e15; on the good side of
/// its baseline by more than twice; 0 where a variance is asked for), and a return code other than
/// 0 that its rule lets pass.
class SuperbenchGate {
 public:
  /// Throws Error if `fleet.seen_on` and `fleet.metrics` differ in size.
  SuperbenchGate(SuperbenchRules rules, const SuperbenchBaseline& baseline, SuperbenchFleet fleet);
  SuperbenchGate(const SuperbenchGate&) = delete;
  SuperbenchGate& operator=(const SuperbenchGate&) = delete;
  ~SuperbenchGate();

  /// What keeps every node from passing: rules that match nothing, ranks that are missing on all.
  [[nodiscard]] const std::vector<Reason>& about_all() const noexcept;

  /// Metrics that no rule judges, in the order given.
  [[nodiscard]] std::vector<std::string> uncovered() const;

  /// What is wrong with one node besides about_all(), in the order of the rules. `values`: one per
  /// metric of the fleet; absent where the node has none, NaN where it has something else than a
  /// finite number. A node may pass only if both are empty. Throws Error if the sizes differ.
  [[nodiscard]] std::vector<Reason> hold(std::span<const std::optional<double>> values) const;

 private:
  std::unique_ptr<const SuperbenchPlan> plan_;
};

}  // namespace assay
