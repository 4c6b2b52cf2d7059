#pragma once
#include <optional>
#include <string>
#include <vector>

#include "collectives/locate/fabric.hpp"
#include "collectives/simulate/simulated_fabric.hpp"

namespace assay {

/// What a fault file says, before it is known which nodes there are.
struct Simulation {
  simulate::Shape shape;  ///< all but the number of nodes
  simulate::Noise noise;
  double rate = 49e9;  ///< B/s of a good flow
  std::vector<simulate::Fault> faults;
};

/// Reads a fault file (docs/cli.md) as strictly as a profile. Nodes are numbers or names of
/// `nodes`. Throws InputError naming file, line and field.
[[nodiscard]] Simulation read_simulation(const std::string& yaml, const std::string& source,
                                         const std::vector<std::string>& nodes);

/// The file at `path`.
[[nodiscard]] Simulation load_simulation(const std::string& path,
                                         const std::vector<std::string>& nodes);

}  // namespace assay
