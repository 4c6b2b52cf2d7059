#include "burnin/simulate/play.hpp"

#include <algorithm>

#include "burnin/ending.hpp"

namespace assay {

PlayedBurn play(const SimulatedBurn& simulated, const Load& load, SimulatedClock& clock) {
  constexpr double kStint_s = 60;
  const std::string test = "burnin.soak";
  SimulatedGpus gpus(simulated.gpus, simulated.faults, simulated.seed, simulated.period_s);
  Burn burn({.test = test,
             .devices = gpus.subjects(),
             .safety = simulated.safety,
             .period_s = simulated.period_s,
             .power_limit_w = simulated.power_limit_w,
             .commanded = [&](double t_s) { return load.level(t_s); }});
  const double began_s = clock.now_s();
  std::vector<DeviceLook> looks;
  PlayedBurn played{.results = {}, .ended_by = kPlannedEnd};
  double stint_from_s = 0;
  double t_s = 0;
  for (std::uint64_t tick = 0; t_s < load.seconds(); ++tick) {
    gpus.advance(t_s, load.level(t_s), looks);
    const bool jumped = simulated.jump_at_s >= 0 && t_s >= simulated.jump_at_s;
    burn.look(t_s, clock.wall_s() + (jumped ? simulated.jump_s : 0), looks);
    if (const auto events = gpus.take_events(); !events.empty())
      burn.hear(t_s, clock.wall_s(), {}, events);
    clock.sleep_s(simulated.period_s);
    t_s = clock.now_s() - began_s;
    if (!burn.danger().empty()) {
      played.ended_by = kSafetyStop + burn.danger();
      break;
    }
    if (t_s - stint_from_s < kStint_s && t_s < load.seconds()) continue;
    burn.stint(gpus.stint(test, t_s), stint_from_s, t_s - stint_from_s);
    stint_from_s = t_s;
  }
  played.results = burn.conclude(t_s, played.ended_by);
  played.ended_s = t_s;
  return played;
}

}  // namespace assay
