#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "burnin/burn/burn.hpp"
#include "burnin/load/load.hpp"
#include "burnin/watcher.hpp"
#include "cli/run/legs.hpp"
#include "cli/run/load_start.hpp"
#include "core/clock.hpp"
#include "suites/runner/runner.hpp"

namespace assay {

/// What a load of hours is played with. References must outlive the playing.
struct BurnParts {
  Runner& runner;
  Watcher& watcher;
  Clock& clock;
  SafetyLimits safety;
  std::optional<double> power_limit_w;  ///< as BurnSetup's
  std::vector<Subject> devices;
  /// Waits until that second of the clock. False if the user ends the run meanwhile.
  std::function<bool(double until_s)> wait;
  /// For a load that several ranks play together, before each stint: readies them. What stands
  /// against it, "" = nothing; nothing at all if the user ends the run meanwhile.
  std::function<std::optional<std::string>()> meet = {};
  /// After each such stint: what came of it.
  std::function<void(const std::vector<Result>& results)> met = {};
  /// Keeps what is known so far where a kill does not reach it; called at least once a minute.
  std::function<void(std::vector<Result> so_far)> keep;
};

/// Every wave that some phase makes, its share of the mean taken from the levels: what a device
/// draws when it idles is not known here.
[[nodiscard]] std::vector<CommandedWave> waves_of(const Load& load);

/// The second of a load of `load_s` from which a leg goes on that earlier legs left at `played_s`:
/// there, or as far back as leaves a whole stint to be played, for a shorter rest shows nothing.
[[nodiscard]] double leg_start_s(double played_s, double load_s);

/// Plays a load as a chain of stints, from where earlier legs left it to its end, unless something
/// ends it before: the user, a danger to the hardware, or devices that carry nothing any more.
class LoadRun {
 public:
  /// `leg` counts from 1.
  LoadRun(BurnParts parts, const PlannedTest& test, const LoadStart& start, std::int64_t leg,
          std::int64_t attempt);
  LoadRun(const LoadRun&) = delete;
  LoadRun& operator=(const LoadRun&) = delete;
  ~LoadRun();

  /// The results of this leg; nothing where the user ended it, which keep() has heard of then.
  [[nodiscard]] std::optional<std::vector<Result>> play();
  /// To be asked while play() waits for workers: the load must end now.
  [[nodiscard]] bool must_end() const { return !burn_.danger().empty(); }
  [[nodiscard]] const Burn& burn() const noexcept { return burn_; }
  [[nodiscard]] double position_s() const;

 private:
  [[nodiscard]] PlannedTest stint_at(double from_s) const;
  [[nodiscard]] std::optional<std::vector<Result>> carry_out(const PlannedTest& stint);
  void take(std::vector<Result> results, double from_s);
  [[nodiscard]] std::vector<Result> so_far(const std::string& ended_by) const;
  BurnParts parts_;
  PlannedTest test_;
  std::int64_t attempt_;
  double start_s_;  ///< of the load, when this leg begins
  double began_s_;  ///< of the clock: when second 0 of the load was, or would have been
  double began_wall_s_;
  std::optional<double> left_at_s_;  ///< of the load: the ranks of the latest stint, together
  Burn burn_;
};

}  // namespace assay
