#pragma once
#include <string>
#include <vector>

#include "burnin/burn/burn.hpp"
#include "burnin/load/load.hpp"
#include "burnin/simulate/simulated_gpus.hpp"
#include "core/clock.hpp"

namespace assay {

/// A burn on simulated GPUs and a simulated clock.
struct SimulatedBurn {
  std::vector<SimulatedGpu> gpus = std::vector<SimulatedGpu>(8);
  std::vector<SimulatedFault> faults;
  SafetyLimits safety;
  std::optional<double> power_limit_w = {};  ///< as BurnSetup's
  double period_s = 0.1;
  std::uint64_t seed = 1;
  double jump_at_s = -1, jump_s = 0;            ///< the wall clock is set once
  double hung_from_s = 1e18, hung_to_s = 1e18;  ///< reading the GPUs does not return meanwhile
  double fan_stops_s = 1e18;                    ///< the node's fan stands from then on
};

/// How it ended.
struct PlayedBurn {
  std::vector<Result> results;
  std::string ended_by;
  double ended_s = 0;  ///< seconds of the load
};

/// Plays `load` in stints of a minute, looking every period, until it ends or must.
[[nodiscard]] PlayedBurn play(const SimulatedBurn& burn, const Load& load, SimulatedClock& clock);

}  // namespace assay
