#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "burnin/watcher.hpp"
#include "kernels/script.hpp"
#include "suites/runner/plan.hpp"
#include "suites/runner/telemetry_faults.hpp"
#include "suites/runner/worker.hpp"

namespace assay {

/// What holds for every test of a run.
struct RunSettings {
  Level level = Level::quick;
  std::uint64_t seed = 1;
  DataKind data = DataKind::random;
  std::int64_t bytes = 0;
  double run_started_wall_s = 0;
  std::vector<Injection> injections;
  std::optional<ScriptedDevice> scripted_device;
  double patience_s = 0.4;  ///< how long a killed worker is waited for
};

/// How the tests of one kind of device are carried out.
struct Crew {
  WorkerProgram program;
  Subject subject;  ///< of a result whose worker did not live to tell
};

/// What a runner works with. References and pointers must outlive it.
struct RunnerParts {
  std::map<std::string, Crew> crews;  ///< by kind of device
  ResultCodec codec;
  Clock& clock;
  Watcher* watcher = nullptr;  ///< nullptr: results carry no telemetry
  std::shared_ptr<TelemetryFaults> telemetry_faults;
  Waiting waiting;
};

/// Carries out tests in worker processes, one a kind of device, each test under its own time
/// budget. A crash, a hang or a wrong answer of a worker costs that test; the next one gets a fresh
/// worker.
class Runner {
 public:
  Runner(RunnerParts parts, RunSettings settings);
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;
  ~Runner();

  /// Reads the counters of a test that brackets the run; empty if that fails (an event says why).
  /// Nothing if the run was interrupted.
  [[nodiscard]] std::optional<CounterReadings> open(const PlannedTest& test);

  /// Counters that were read `elapsed_s` seconds ago, for the end of a test that brackets the run.
  struct Opening {
    CounterReadings readings;
    double elapsed_s;
  };
  /// All results of one attempt, at least one; nothing if the run was interrupted meanwhile.
  [[nodiscard]] std::optional<std::vector<Result>> carry_out(const PlannedTest& test,
                                                             std::int64_t attempt,
                                                             const std::optional<Opening>& opening);

  /// What happened to workers and telemetry since the last call.
  [[nodiscard]] std::vector<Event> take_events();

 private:
  [[nodiscard]] Job job_for(const PlannedTest& test) const;
  [[nodiscard]] Reply ask(const PlannedTest& test, const Job& job);
  [[nodiscard]] Worker& worker_for(const std::string& device);
  [[nodiscard]] Result lost(const PlannedTest& test, const Reply& reply) const;
  void note(const PlannedTest& test, const Reply& reply);

  RunnerParts parts_;
  RunSettings settings_;
  std::map<std::string, std::unique_ptr<Worker>> workers_;
  std::vector<Event> events_;
};

}  // namespace assay
