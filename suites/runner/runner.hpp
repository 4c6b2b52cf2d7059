#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "burnin/watcher.hpp"
#include "core/xid_catalogue.hpp"
#include "kernels/script.hpp"
#include "suites/runner/crew.hpp"
#include "suites/runner/plan.hpp"
#include "suites/runner/telemetry_faults.hpp"

namespace assay {

/// What holds for every test of a run.
struct RunSettings {
  Level level = Level::quick;
  std::uint64_t seed = 1;
  DataKind data = DataKind::random;
  std::int64_t bytes = 0;
  double run_started_wall_s = 0;
  std::vector<Injection> injections;
  bool serial = false;      ///< devices of a kind one after another, not all at once
  double patience_s = 0.4;  ///< how long a killed worker is waited for
  std::int64_t rank = -1;   ///< of this node among all; -1 = alone
  std::optional<SweepBounds> sweep = {};
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

/// Carries out tests in worker processes, one a device, each test under its own time budget and on
/// all devices of its kind at once. A crash, a hang or a wrong answer of a worker costs that test
/// on that device; the next one gets a fresh worker.
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
  /// All results of one attempt in the order of the devices, at least one a device; nothing if the
  /// run was interrupted meanwhile.
  [[nodiscard]] std::optional<std::vector<Result>> carry_out(const PlannedTest& test,
                                                             std::int64_t attempt,
                                                             const std::optional<Opening>& opening);

  /// Where the worker of device `post` stands among the ranks of a test.
  using PlaceOf = std::function<RankPlace(const PlannedTest& test, std::size_t post)>;
  void set_places(PlaceOf place_of) { place_of_ = std::move(place_of); }

  /// Has the worker of the first device of `kind`, in `environment`, carry out `test`, which talks
  /// to other ranks, for this process: the answer that it brings back. Throws Error where it does
  /// not. Nothing if the run was interrupted.
  [[nodiscard]] std::optional<std::string> convey(const std::string& kind, const std::string& test,
                                                  const std::string& message, double timeout_s,
                                                  const Variables& environment = {});

  /// Seconds after the start of the run, of a time on the runner's clock.
  [[nodiscard]] double on_run_clock(double clock_s) const;

  /// Every worker that was ended from here so far.
  [[nodiscard]] const std::vector<EndedProcess>& ended() const noexcept { return ended_; }
  /// What happened to workers and telemetry since the last call.
  [[nodiscard]] std::vector<Event> take_events();

 private:
  struct Errand;
  [[nodiscard]] std::vector<Errand> errands_for(const PlannedTest& test) const;
  [[nodiscard]] Job job_for(const PlannedTest& test) const;
  [[nodiscard]] Target target_of(const PlannedTest& test, const DeviceSubject& device,
                                 std::int64_t rank) const;
  [[nodiscard]] std::vector<Reply> ask(const PlannedTest& test, const std::vector<Errand>& errands);
  [[nodiscard]] std::vector<Reply> ask_at_once(const PlannedTest& test, const Errand* first,
                                               std::size_t n);
  [[nodiscard]] Worker& worker_for(const PlannedTest& test, const Errand& errand);
  [[nodiscard]] std::vector<Result> results_of(const PlannedTest& test, const Errand& errand,
                                               Reply reply, std::int64_t attempt);
  /// Adds what only the parent can know: it has the telemetry.
  void derive(const PlannedTest& test, const Reply& reply, Result& result);
  void begin_telemetry_faults(const PlannedTest& test, const std::vector<Errand>& errands);
  void remember_losses(const std::vector<Errand>& errands);
  void note(const PlannedTest& test, const Subject& subject, const Reply& reply);

  RunnerParts parts_;
  RunSettings settings_;
  std::map<std::string, std::unique_ptr<CrewWorkers>> workers_;  ///< by kind of device
  std::set<std::string> off_bus_;  ///< labels of devices that have left the bus
  std::vector<Event> events_;
  std::vector<EndedProcess> ended_;
  PlaceOf place_of_;
};

}  // namespace assay
