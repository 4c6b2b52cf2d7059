#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "burnin/burn/burn.hpp"
#include "burnin/watcher.hpp"
#include "cli/run/legs.hpp"
#include "core/clock.hpp"
#include "suites/runner/runner.hpp"

namespace assay {

/// What a load of hours is played with. References must outlive the playing.
struct BurnParts {
  Runner& runner;
  Watcher& watcher;
  Clock& clock;
  SafetyLimits safety;
  std::vector<Subject> devices;
  /// Keeps what is known so far where a kill does not reach it; called at least once a minute.
  std::function<void(std::vector<Result> so_far)> keep;
};

/// Plays a load as a chain of stints, from where earlier legs left it to its end, unless something
/// ends it before: the user, a danger to the hardware, or devices that carry nothing any more.
class BurnRun {
 public:
  BurnRun(BurnParts parts, const PlannedTest& test, const Legs& before, std::int64_t attempt);
  BurnRun(const BurnRun&) = delete;
  BurnRun& operator=(const BurnRun&) = delete;
  ~BurnRun();

  /// The results of this leg; nothing where the user ended it, which keep() has heard of then.
  [[nodiscard]] std::optional<std::vector<Result>> play();
  /// To be asked while play() waits for workers: the load must end now.
  [[nodiscard]] bool must_end() const { return !burn_.danger().empty(); }
  [[nodiscard]] const Burn& burn() const noexcept { return burn_; }
  [[nodiscard]] double position_s() const;

 private:
  [[nodiscard]] PlannedTest stint_at(double from_s) const;
  void take(std::vector<Result> results, double from_s);
  [[nodiscard]] std::vector<Result> so_far(const std::string& ended_by) const;
  BurnParts parts_;
  PlannedTest test_;
  std::int64_t attempt_;
  double began_s_;  ///< of the clock: when second 0 of the load was, or would have been
  double began_wall_s_;
  Burn burn_;
};

}  // namespace assay
