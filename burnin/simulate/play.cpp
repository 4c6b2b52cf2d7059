#include "burnin/simulate/play.hpp"

#include <algorithm>

#include "burnin/ending.hpp"

namespace assay {
namespace {

std::vector<Sensor> fan_at(double t_s, const SimulatedBurn& simulated) {
  const Subject fan{.kind = "fan", .id = "hwmon0/fan1"};
  return {{fan, "fan_rpm", t_s < simulated.fan_stops_s ? 9000.0 : 0.0}};
}

}  // namespace

PlayedBurn play(const SimulatedBurn& simulated, const Load& load, SimulatedClock& clock) {
  constexpr double kStint_s = 60, kFan_s = 1;
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
  double stint_from_s = 0, fan_read_s = -kFan_s;
  double t_s = 0;
  for (std::uint64_t tick = 0; t_s < load.seconds(); ++tick) {
    gpus.advance(t_s, load.level(t_s), looks);
    const bool jumped = simulated.jump_at_s >= 0 && t_s >= simulated.jump_at_s;
    const bool hung = t_s >= simulated.hung_from_s && t_s < simulated.hung_to_s;
    if (!hung) burn.look(t_s, clock.wall_s() + (jumped ? simulated.jump_s : 0), looks);
    if (const auto events = gpus.take_events(); !events.empty())
      burn.hear(t_s, clock.wall_s(), {}, events);
    if (t_s >= fan_read_s + kFan_s) {
      burn.hear(t_s, clock.wall_s(), fan_at(t_s, simulated), {});
      fan_read_s = t_s;
    }
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
