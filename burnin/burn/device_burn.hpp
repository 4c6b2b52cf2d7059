#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "burnin/burn/look.hpp"
#include "burnin/burn/phase_log.hpp"
#include "burnin/burn/stint_log.hpp"
#include "burnin/conclude/counters.hpp"
#include "burnin/conclude/course.hpp"
#include "burnin/conclude/power.hpp"
#include "burnin/conclude/step_capture.hpp"
#include "burnin/conclude/stuck.hpp"
#include "burnin/conclude/throttle.hpp"
#include "burnin/conclude/update_interval.hpp"
#include "core/facts.hpp"

namespace assay {

/// Counters of errors, each of which should stand still.
inline constexpr std::array kErrorCounters{Gauge::ecc_corrected, Gauge::ecc_uncorrected,
                                           Gauge::remapped_rows, Gauge::pcie_replays,
                                           Gauge::nvlink_errors};

/// All that is known of one device while it is under load. Memory is bounded whatever the hours;
/// times are seconds of the load.
struct DeviceBurn {
  DeviceBurn(Subject the_subject, double period_s);

  Subject subject;
  Course power, temperature, memory_temperature, clock;
  EnergyMean energy;
  UpdateInterval power_updates;
  StuckSensor stuck;  ///< temperature, which follows power
  StepCapture steps;
  ThrottleWatch throttle;
  std::array<LoadSplit, kErrorCounters.size()> errors;
  DeviceLook latest;              ///< the latest reading of each
  std::uint32_t seen = 0;         ///< gauges that were ever read, by bit
  std::vector<std::string> xids;  ///< in words, those that the hardware is to answer for
  StintLog stints;
  PhaseLog phases;

  /// `commanded`: the load's level, 0 to 1, meanwhile. Counters are looked at once a second, which
  /// is as often as they are read.
  void look(double t_s, const DeviceLook& look, double commanded);
  [[nodiscard]] bool ever_read(Gauge gauge) const {
    return (seen >> static_cast<unsigned>(gauge) & 1U) != 0;
  }
  /// Whether clocks were lowered at the latest look for the power that was drawn.
  [[nodiscard]] bool power_capped() const { return latest[Gauge::throttle_power_cap] == 1; }

 private:
  void count(double t_s, const DeviceLook& look);
  void watch_throttling(double t_s, const DeviceLook& look);
  double counted_s_ = -1e9;
};
static_assert(kGauges <= 32);

}  // namespace assay
