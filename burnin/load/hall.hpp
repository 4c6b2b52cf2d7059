#pragma once
#include <optional>
#include <vector>

#include "burnin/load/load.hpp"

// What many nodes that play one load draw together, as an estimate, and how to spread their starts.

namespace assay {

/// What a node draws by its devices' own figures, in watts.
struct NodePower {
  double idle_w = 0;  ///< with every device idle, host included
  double full_w = 0;  ///< with every device at its power limit, host included
};

/// Devices of `limit_w` (what each may draw) that take `idle_w` each without work, in a node whose
/// other parts take `host_w`. Throws Error for figures that are not finite, negative, or a limit
/// below the idle power.
[[nodiscard]] NodePower node_power(int devices, double limit_w, double idle_w, double host_w);

/// Watts at a level: between idle and full in proportion. An upper bound for what is capped by its
/// power limit.
[[nodiscard]] double watts_at(const NodePower& node, double level) noexcept;

/// How nodes are to start one load.
struct Together {
  bool synchronised = false;         ///< all at the epoch, whatever that does to the hall
  std::optional<double> stagger_s;   ///< spread over so long
  std::optional<double> max_step_w;  ///< what the hall's power may change by at once
  double at_once_s = kAtOnce_s;      ///< changes that are no further apart are one
  static constexpr double kAtOnce_s = 0.1;
};

/// What the hall does while all nodes play.
struct HallEstimate {
  double peak_w = 0;
  double largest_step_w = 0;  ///< most that the power changes by within Together::at_once_s
};

/// Nodes of `node`, each of which starts `load` by its own delay (seconds after the epoch, one a
/// node). Of phases that repeat themselves only beginning and end are looked at, for as long as
/// nodes start apart. Where that takes more than four million changes the answer is the most that
/// it can be: what all nodes do at once.
[[nodiscard]] HallEstimate estimate_hall(const Load& load, const NodePower& node,
                                         const std::vector<double>& delays_s,
                                         double at_once_s = Together::kAtOnce_s);

/// Seconds after the epoch by which each of `nodes` nodes starts. Synchronised: 0 for all. With
/// `stagger_s` T: node i at i T / nodes. Else spread so that `max_step_w` holds, over as short a
/// time as is found; without either, over one period of the load's slowest waves, at least a tenth
/// of a second a node. Throws Error where `max_step_w` cannot hold, or does not with the stagger
/// asked for, and says what the smallest step is.
[[nodiscard]] std::vector<double> delays_for(int nodes, const Together& together, const Load& load,
                                             const NodePower& node);

/// Throws Error, with both figures, if `hall` exceeds `budget_w`.
void demand_within(const HallEstimate& hall, double budget_w);

}  // namespace assay
