#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "burnin/burn/look.hpp"
#include "core/facts.hpp"

namespace assay {

/// One GPU as physics and its driver would have it: temperature follows power through a resistance
/// and a time constant, power follows the load, clocks fall where they must.
struct SimulatedGpu {
  double idle_w = 90, full_w = 690, power_limit_w = 700, default_limit_w = 700;
  double resistance = 0.06, time_constant_s = 12;  ///< K/W, s
  double inlet_c = 28, max_temperature_c = 90;
  double clock_hz = 1.755e9;
  double rate = 6e14;         ///< of the main kernel at full clock
  double power_noise = 0.01;  ///< standard deviation over the power
  double noise_c = 0.5;       ///< of the sensor, before it is cut to whole degrees
  double update_s = 0.1;      ///< the power sensor has a new reading so often
};

/// What is wrong with one GPU from `from_s` of the load until `to_s`.
struct SimulatedFault {
  enum class Kind {
    resistance,      ///< becomes `amount` K/W: a cold plate that does not touch
    droop,           ///< the rate falls by the share `amount` over the time
    throttle,        ///< reasons in `bits` hold, clock falls by `amount`
    power_limit,     ///< becomes `amount` W
    ecc_under_load,  ///< `amount` corrected errors a second while the load is on
    ecc_always,
    remap_pending,
    xid,            ///< number `amount`, once
    sensor_stuck,   ///< the temperature repeats itself
    sensor_lost,    ///< the temperature is not read
    all_lost,       ///< the GPU does not answer
    wrong_answers,  ///< one a stint
    clock           ///< times `amount`: slower than its peers
  };
  Kind kind;
  std::size_t gpu = 0;
  double amount = 0;
  double from_s = 0, to_s = 1e18;
  std::uint32_t bits = 0;  ///< of ThrottleCause
};

/// GPUs of one node on scripted physics.
class SimulatedGpus {
 public:
  SimulatedGpus(std::vector<SimulatedGpu> gpus, std::vector<SimulatedFault> faults,
                std::uint64_t seed, double period_s);
  [[nodiscard]] std::vector<Subject> subjects() const;
  /// What is read `period_s` after the last time, with the load at `level` meanwhile.
  void advance(double t_s, double level, std::vector<DeviceLook>& looks);
  /// The results of a stint; the rate of each GPU as it is now.
  [[nodiscard]] std::vector<Result> stint(const std::string& test, double t_s);
  /// Events since the last call.
  [[nodiscard]] std::vector<Event> take_events();

 private:
  struct State {
    double excess_k = 0, power_w = 0, shown_w = 0, shown_at_s = -1e9, energy_j = 0;
    double ecc = 0, stuck_c = 0;
    double capped_s = 0, thermal_s = 0, brake_s = 0, hardware_s = 0;
    bool stuck = false, told = false;
    double speed = 1;
  };
  [[nodiscard]] double noise();
  void advance_one(std::size_t i, double t_s, double level, DeviceLook& look);
  void apply(const SimulatedFault& fault, double t_s, double level, SimulatedGpu& gpu, State& state,
             DeviceLook& look);
  std::vector<SimulatedGpu> gpus_;
  std::vector<SimulatedFault> faults_;
  std::vector<State> states_;
  std::vector<Event> events_;
  std::uint64_t random_;
  double period_s_;
};

}  // namespace assay
