#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "burnin/load/hall.hpp"
#include "burnin/watcher.hpp"
#include "cli/fabric/fabric.hpp"
#include "core/clock.hpp"

namespace assay {

/// What the user says of loads that several nodes play.
struct HallRules {
  Together together;
  std::optional<double> power_budget_w;  ///< of all nodes
};

/// When this node begins a load, and how that came.
struct LoadStart {
  double epoch_wall_s = 0;  ///< of the own wall clock: second `played_s` of the load
  double played_s = 0;
  double clock_ahead_s = 0;  ///< of the own wall clock, before that which the nodes keep to
  std::string refusal;       ///< why it must not begin; "" = it may
  std::map<std::string, std::string> facts;
};

/// What this node draws now and what it may draw at most, by its devices' own figures; nothing
/// where a device does not tell.
[[nodiscard]] std::optional<NodePower> power_of(Watcher& watcher,
                                                const std::vector<Subject>& devices, double now_s);

/// Agrees with the other nodes of `fabric` (nullptr: there are none) on the start of `load`, of
/// which this node has played `played_s`. Nothing if the run was interrupted.
[[nodiscard]] std::optional<LoadStart> start_of(const Load& load, double played_s,
                                                const std::optional<NodePower>& power,
                                                const HallRules& rules, Fabric* fabric,
                                                const Clock& clock);

}  // namespace assay
