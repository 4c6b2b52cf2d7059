#pragma once
#include <vector>

#include "collectives/locate/locate.hpp"
#include "collectives/simulate/simulated_fabric.hpp"
#include "collectives/simulate/trial.hpp"

namespace assay::locate {

inline constexpr double kRate = 49e9;

/// A search on a simulated fabric, and what came of it.
struct Trial {
  simulate::Shape shape;
  std::vector<simulate::Fault> faults;
  simulate::Noise noise;
  LocateOptions options;
  bool routes = true;

  [[nodiscard]] Fabric fabric() const {
    const Fabric built = simulate::build(shape);
    return routes ? built : simulate::without_routes(built);
  }
  [[nodiscard]] Findings run() const {
    const simulate::SimulatedFabric simulated(simulate::build(shape), faults, noise, kRate,
                                              options.seed);
    simulate::SimulatedPairs probe(simulated);
    return locate(fabric(), probe, options);
  }
};

}  // namespace assay::locate
