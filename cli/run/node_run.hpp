#pragma once
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/fabric/fabric.hpp"
#include "cli/progress.hpp"
#include "cli/run/acceptance.hpp"
#include "cli/run/burn.hpp"
#include "cli/run/event_stream.hpp"
#include "cli/run/options.hpp"
#include "suites/runner/runner.hpp"
#include "suites/runner/stop.hpp"

namespace assay {

/// A run that can begin: everything that can be wrong with it was found.
struct PreparedRun {
  RunOptions options;
  Plan plan;
  Report report;  ///< without results, or with those of the run that is resumed
  bool resumed = false;
  double started_wall_s = 0;
  std::filesystem::path path;
  Acceptance acceptance;
  std::map<std::string, Crew> crews;
  std::filesystem::path fabric_path;
  FabricPlace place;
  Hello hello;  ///< what this node tells the others
};

/// Carries out a prepared run on this node. The report on disk is valid at every moment and holds
/// every test that has ended.
class NodeRun {
 public:
  NodeRun(PreparedRun& prepared, Console& console, const HostFiles& files, Clock& clock);
  /// Measures. False if it was interrupted; the report then tells what was done so far.
  /// Throws InputError, before anything is measured, if the report or the events cannot be written.
  [[nodiscard]] bool measure();
  [[nodiscard]] EventStream& events() noexcept { return events_; }

 private:
  enum class Step { done, interrupted, failed };
  void first_save();
  void save();
  void start_crews();
  [[nodiscard]] bool open_counters();
  [[nodiscard]] bool carry_out_plan();
  [[nodiscard]] bool confirm();
  [[nodiscard]] bool meet_others();
  [[nodiscard]] Step carry_out(const PlannedTest& test, std::size_t n, std::int64_t attempt);
  [[nodiscard]] std::optional<std::vector<Result>> results_of(const PlannedTest& test,
                                                              std::int64_t attempt);
  /// What stands against a load that the ranks play together; nothing if the run was interrupted.
  [[nodiscard]] std::optional<std::string> against_sums(const PlannedTest& test);
  [[nodiscard]] std::optional<std::vector<Result>> burn(const PlannedTest& test,
                                                        std::int64_t attempt);
  [[nodiscard]] std::optional<std::vector<Result>> results_of_one(const PlannedTest& test,
                                                                  std::int64_t attempt);
  [[nodiscard]] bool wait_until(double until_s);
  [[nodiscard]] std::vector<HallLoad> hall_loads();
  /// Takes leave of the other nodes; on rank 0 the fabric's report as text, else "".
  [[nodiscard]] std::string part_from_fabric();
  [[nodiscard]] std::optional<Runner::Opening> opening_of(const PlannedTest& test) const;
  void keep(std::vector<Result> results);
  void keep_events();
  void keep_series();
  [[nodiscard]] bool fails_a_limit(const std::string& id) const;
  [[nodiscard]] Judgement judge_now() const;
  void close(bool finished);

  PreparedRun& run_;
  Report& report_;
  Console& console_;
  const HostFiles& files_;
  Clock& clock_;
  double began_s_;
  EventStream events_;
  Progress progress_;
  StopSignal stop_;  // before the watcher: its threads must not take the signals
  std::shared_ptr<TelemetryFaults> telemetry_faults_;
  std::unique_ptr<Watcher> watcher_;
  std::unique_ptr<Runner> runner_;
  std::unique_ptr<LoadRun> burn_;   ///< while a load of hours is played
  std::unique_ptr<Fabric> fabric_;  ///< where tests of the plan need other ranks
  std::map<std::string, std::unique_ptr<SharedPower>> powers_;  ///< of loads, for the fabric's sum
  std::map<std::string, double> opened_s_;  ///< when, for tests opened by this process
  std::string interrupted_by_;
};

}  // namespace assay
