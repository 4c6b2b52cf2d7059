#pragma once
#include <functional>
#include <limits>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "burnin/burn/device_burn.hpp"
#include "burnin/burn/safety.hpp"
#include "burnin/conclude/swing.hpp"
#include "burnin/conclude/throttle.hpp"
#include "burnin/conclude/ticks.hpp"
#include "burnin/conclude/wall_power.hpp"
#include "burnin/telemetry.hpp"
#include "core/xid_catalogue.hpp"

namespace assay {

/// What a burn-in is about.
struct BurnSetup {
  std::string test;              ///< "burnin.mixed"
  std::vector<Subject> devices;  ///< under load, by index
  SafetyLimits safety;
  double period_s = 0.1;  ///< between two looks
  std::int64_t leg = 1;
  std::map<std::string, std::string> facts = {};  ///< to stand in every result
  /// The power limit that devices are meant to have; absent = nobody says.
  std::optional<double> power_limit_w = {};
  /// The load's level, 0 to 1, at a second of the load.
  std::function<double(double t_s)> commanded = [](double) { return 1.0; };
  /// The waves that it makes, for what sensors are too slow to see.
  std::vector<CommandedWave> waves = {};
  /// Of a load that has several.
  std::vector<PhaseSpan> phases = {};
  /// How far the own wall clock is ahead of that which several nodes keep to.
  double wall_ahead_s = 0;
};

/// What other nodes need to know of the power of this one's devices, to sum it with theirs.
struct SharedPower {
  WallPower all;     ///< of the load
  WallPower latest;  ///< in slots as wide as readings are apart
  /// Of the slowest sensor, as it was last asked; NaN = not known.
  double update_interval_s = std::numeric_limits<double>::quiet_NaN();
};

/// One leg of a load on all devices of a node: everything that was read and found meanwhile, folded
/// as it comes, and whether it must end. Safe to share between the thread that plays the load and
/// those that read.
class Burn {
 public:
  explicit Burn(BurnSetup setup);

  /// What a telemetry source said at second `t_s` of the load; `wall_s` of the wall clock. Readings
  /// of the node itself (its power, its fans) are watched, too.
  void hear(double t_s, double wall_s, const std::vector<Sensor>& sensors,
            const std::vector<Event>& events);
  /// The same of devices alone, already sorted; as many as there are.
  void look(double t_s, double wall_s, std::span<const DeviceLook> looks);
  /// The results of a stint of `seconds` that began at `from_s`; those of no device of ours are
  /// left out.
  void stint(const std::vector<Result>& results, double from_s, double seconds);

  /// The processes that assay has ended itself so far, whose Xids are its own.
  void ended(std::vector<EndedProcess> processes);

  /// Why the load must end at once; "" = it need not.
  [[nodiscard]] std::string danger() const;
  /// No device has carried out a stint for a while.
  [[nodiscard]] bool hopeless() const;
  /// What this leg comes to so far, at second `t_s` of the load: a result a device, and one of the
  /// node. `ended_by` stands in each.
  [[nodiscard]] std::vector<Result> conclude(double t_s, const std::string& ended_by) const;

  [[nodiscard]] SharedPower shared_power() const;

  /// What a terminal shows of each device.
  struct Now {
    Subject subject;
    double power_w, temperature_c, clock_hz;  ///< NaN = not read
    double rate, droop;  ///< of the main metric, its latest stint over its first; NaN = none yet
    Unit unit;
    std::uint64_t errors;  ///< wrong answers, lost stints and counted hardware errors
  };
  [[nodiscard]] std::vector<Now> now() const;

 private:
  void look_locked(double t_s, double wall_s, std::span<const DeviceLook> looks);
  void note(const Event& event);
  void watch_node(const Sensor& sensor);
  [[nodiscard]] double power_interval_s() const;

  BurnSetup setup_;
  mutable std::mutex mutex_;
  std::vector<DeviceBurn> devices_;
  PeerClocks clocks_;
  PowerRamp ramp_;
  SwingSpectrum swing_;
  SharedPower shared_;
  TickWatch ticks_;
  Safety safety_;
  std::vector<EndedProcess> ended_;
  std::vector<Event> events_;  ///< so that what two sources tell counts once
  double inlet_c_ = std::numeric_limits<double>::quiet_NaN();  ///< of the node, as it was last read
  std::vector<double> scratch_;  ///< one number a device, so that a look allocates nothing
};

}  // namespace assay
