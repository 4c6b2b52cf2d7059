#include "burnin/simulate/simulated_gpus.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "burnin/burn/throttle_gauges.hpp"
#include "core/stats.hpp"

namespace assay {
namespace {

using Kind = SimulatedFault::Kind;

bool active(const SimulatedFault& fault, double t_s) {
  return t_s >= fault.from_s && t_s < fault.to_s;
}

}  // namespace

SimulatedGpus::SimulatedGpus(std::vector<SimulatedGpu> gpus, std::vector<SimulatedFault> faults,
                             std::uint64_t seed, double period_s)
    : gpus_(std::move(gpus)),
      faults_(std::move(faults)),
      states_(gpus_.size()),
      random_(seed * 2 + 1),
      period_s_(period_s) {
  for (std::size_t i = 0; i < gpus_.size(); ++i)
    states_[i].excess_k = gpus_[i].resistance * gpus_[i].idle_w;
}

std::vector<Subject> SimulatedGpus::subjects() const {
  std::vector<Subject> all;
  all.reserve(gpus_.size());
  for (std::size_t i = 0; i < gpus_.size(); ++i)
    all.push_back({.kind = "gpu", .index = static_cast<std::int64_t>(i)});
  return all;
}

/// Of variance 1, from the sum of three uniform numbers of one draw: nothing here needs its tails.
double SimulatedGpus::noise() {
  random_ ^= random_ << 13U;
  random_ ^= random_ >> 7U;
  random_ ^= random_ << 17U;
  const auto part = [&](unsigned shift) {
    return static_cast<double>((random_ >> shift) & 0x1FFFFF) * 0x1p-21;
  };
  return 2 * (part(0) + part(21) + part(42) - 1.5);
}

void SimulatedGpus::apply(const SimulatedFault& fault, double t_s, double level, SimulatedGpu& gpu,
                          State& state, DeviceLook& look) {
  switch (fault.kind) {
    case Kind::resistance:
      gpu.resistance = fault.amount;
      break;
    case Kind::droop:
      state.speed *= 1 - fault.amount * (t_s - fault.from_s) / (fault.to_s - fault.from_s);
      break;
    case Kind::throttle:
      for (const ThrottleGauge& bit : kThrottleFlags)
        if ((fault.bits & throttle_bit(bit.cause)) != 0) look[bit.gauge] = 1;
      state.speed *= 1 - fault.amount;
      break;
    case Kind::power_limit:
      gpu.power_limit_w = fault.amount;
      break;
    case Kind::ecc_under_load:
      state.ecc += level > 0.5 ? fault.amount * period_s_ : 0;
      break;
    case Kind::ecc_always:
      state.ecc += fault.amount * period_s_;
      break;
    case Kind::remap_pending:
      look[Gauge::remap_pending] = 1;
      break;
    case Kind::xid:
      if (!std::exchange(state.told, true)) {
        Event& event = events_.emplace_back();
        event.kind = "xid";
        event.code = static_cast<std::int64_t>(fault.amount);
        event.subject = subjects()[fault.gpu];
        event.text = "Xid " + std::to_string(*event.code);
      }
      break;
    case Kind::clock:
      state.speed *= fault.amount;
      break;
    case Kind::sensor_stuck:
    case Kind::sensor_lost:
    case Kind::all_lost:
    case Kind::wrong_answers:
      break;
  }
}

void SimulatedGpus::advance_one(std::size_t i, double t_s, double level, DeviceLook& look) {
  SimulatedGpu gpu = gpus_[i];
  State& state = states_[i];
  state.speed = 1;
  look = DeviceLook();
  for (const Gauge gauge : {Gauge::remap_pending, Gauge::remap_failed, Gauge::ecc_uncorrected,
                            Gauge::remapped_rows, Gauge::pcie_replays, Gauge::nvlink_errors})
    look[gauge] = 0;
  for (const ThrottleGauge& bit : kThrottleFlags) look[bit.gauge] = 0;
  for (const SimulatedFault& fault : faults_)
    if (fault.gpu == i && active(fault, t_s)) apply(fault, t_s, level, gpu, state, look);

  const double wanted_w = gpu.idle_w + level * (gpu.full_w - gpu.idle_w) * state.speed;
  if (wanted_w > gpu.power_limit_w) {
    look[Gauge::throttle_power_cap] = 1;
    state.speed *= gpu.power_limit_w / wanted_w;
  }
  const double watts = std::min(wanted_w, gpu.power_limit_w);
  state.power_w = watts * (1 + gpu.power_noise * noise());
  state.energy_j += state.power_w * period_s_;
  state.excess_k += (gpu.resistance * state.power_w - state.excess_k) *
                    (1 - std::exp(-period_s_ / gpu.time_constant_s));
  if (t_s - state.shown_at_s >= gpu.update_s - 1e-6) {
    state.shown_w = state.power_w;
    state.shown_at_s = t_s;
  }
  for (const auto& [gauge, seconds] :
       {std::pair(Gauge::throttle_power_cap, &state.capped_s),
        std::pair(Gauge::throttle_thermal, &state.thermal_s),
        std::pair(Gauge::throttle_power_brake, &state.brake_s),
        std::pair(Gauge::throttle_hardware_thermal, &state.hardware_s)})
    if (look[gauge] == 1) *seconds += period_s_;

  const double degrees = std::round(gpu.inlet_c + state.excess_k + gpu.noise_c * noise());
  look[Gauge::power] = state.shown_w;
  look[Gauge::energy] = state.energy_j;
  look[Gauge::temperature] = degrees;
  look[Gauge::memory_temperature] = degrees + 8;
  look[Gauge::clock] = gpu.clock_hz * state.speed;
  look[Gauge::utilisation] = level;
  look[Gauge::power_limit] = gpu.power_limit_w;
  look[Gauge::default_power_limit] = gpu.default_limit_w;
  look[Gauge::max_temperature] = gpu.max_temperature_c;
  look[Gauge::ecc_corrected] = std::floor(state.ecc);
  look[Gauge::throttle_power_cap_s] = state.capped_s;
  look[Gauge::throttle_thermal_s] = state.thermal_s;
  look[Gauge::throttle_power_brake_s] = state.brake_s;
  look[Gauge::throttle_hardware_thermal_s] = state.hardware_s;

  for (const SimulatedFault& fault : faults_) {
    if (fault.gpu != i || !active(fault, t_s)) continue;
    if (fault.kind == Kind::sensor_stuck) {
      if (!std::exchange(state.stuck, true)) state.stuck_c = degrees;
      look[Gauge::temperature] = state.stuck_c;
    }
    if (fault.kind == Kind::sensor_lost) look[Gauge::temperature] = std::nan("");
    if (fault.kind == Kind::all_lost) look = DeviceLook();
  }
}

void SimulatedGpus::advance(double t_s, double level, std::vector<DeviceLook>& looks) {
  looks.resize(gpus_.size());
  for (std::size_t i = 0; i < gpus_.size(); ++i) advance_one(i, t_s, level, looks[i]);
}

std::vector<Result> SimulatedGpus::stint(const std::string& test, double t_s) {
  std::vector<Result> results;
  const std::vector<Subject> all = subjects();
  for (std::size_t i = 0; i < gpus_.size(); ++i) {
    Result& result = results.emplace_back();
    result.test = test;
    result.subject = all[i];
    const double rate = gpus_[i].rate * states_[i].speed * (1 + 0.003 * noise());
    result.metrics.push_back(sampled_metric("flops", Unit::flops, Better::higher, {rate}));
    for (const SimulatedFault& fault : faults_)
      if (fault.gpu == i && fault.kind == Kind::wrong_answers && active(fault, t_s)) {
        result.defects.push_back({.what = "a digest differs", .where = "SM 17"});
        result.outcome = Outcome::failed;
        result.reason = "a digest differs";
      }
  }
  return results;
}

std::vector<Event> SimulatedGpus::take_events() { return std::exchange(events_, {}); }

}  // namespace assay
