#include "cli/run/node_run.hpp"

#include <algorithm>
#include <ostream>
#include <utility>

#include "burnin/events.hpp"
#include "cli/fabric/fabric_report.hpp"
#include "cli/run/devices.hpp"
#include "cli/run/gravest.hpp"
#include "cli/run/resume.hpp"
#include "cli/run/thin.hpp"
#include "cli/run/watch.hpp"
#include "core/error.hpp"
#include "reports/writer.hpp"

namespace assay {
namespace {

/// Values a series of the report holds at most: a quick run's report shall stay under 200 KB.
constexpr std::size_t kMostValues = 300;

RunSettings settings_of(const PreparedRun& run) {
  return {.level = run.options.plan.level,
          .seed = static_cast<std::uint64_t>(run.options.seed),
          .data = run.options.data,
          .bytes = run.options.bytes,
          .run_started_wall_s = run.started_wall_s,
          .injections = run.options.injections,
          .serial = run.options.plan.serial,
          .rank = run.place.size > 1 ? run.place.rank : -1,
          .sweep = run.options.sweep};
}

}  // namespace

NodeRun::NodeRun(PreparedRun& prepared, Console& console, const HostFiles& files, Clock& clock)
    : run_(prepared),
      report_(prepared.report),
      console_(console),
      files_(files),
      clock_(clock),
      began_s_(clock.now_s()),
      events_(prepared.options.events,
              prepared.resumed ? EventStream::Open::to_append : EventStream::Open::anew,
              console.out, clock),
      progress_(console, planned_seconds(prepared.plan)),
      telemetry_faults_(std::make_shared<TelemetryFaults>()) {}

bool NodeRun::measure() {
  first_save();
  events_.run_started(report_, run_.path.string());
  start_crews();
  const bool finished = meet_others() && open_counters() && carry_out_plan() && confirm();
  close(finished);
  return interrupted_by_.empty();
}

void NodeRun::first_save() {
  try {
    write_atomically(run_.path, to_json(report_));
  } catch (const Error& error) {
    throw InputError("--out", 0, "", error.what());
  }
}

void NodeRun::save() {
  try {
    write_atomically(run_.path, to_json(report_));
  } catch (const Error& error) {  // there may be room again after the next test
    progress_.note(std::string("the report is not up to date: ") + error.what());
  }
}

void NodeRun::start_crews() {
  watcher_ =
      make_watcher(run_.options.scripted_node, report_.node, files_, clock_, telemetry_faults_);
  Waiting waiting{.stop_fd = stop_.fd(),
                  .tick = [this] { progress_.tick(clock_.now_s() - began_s_); },
                  .enough = [this] { return burn_ && burn_->must_end(); }};
  if (console_.verbose)
    waiting.said = [this](const std::string& line) { progress_.note("worker: " + line); };
  runner_ = std::make_unique<Runner>(RunnerParts{.crews = run_.crews,
                                                 .codec = json_codec(),
                                                 .clock = clock_,
                                                 .watcher = watcher_.get(),
                                                 .telemetry_faults = telemetry_faults_,
                                                 .waiting = std::move(waiting)},
                                     settings_of(run_));
}

/// First of all: whoever runs another program, or is not there, should be known before the hours.
bool NodeRun::meet_others() {
  const bool any =
      std::any_of(run_.plan.tests.begin(), run_.plan.tests.end(), [&](const PlannedTest& test) {
        return test.ranked || (test.in_stints && run_.place.size > 1);
      });
  if (!any) return true;
  fabric_ =
      std::make_unique<Fabric>(*runner_, run_.place, run_.hello,
                               run_.options.shared_gpus ? Sharing::allowed : Sharing::refused);
  runner_->set_places(
      [this](const PlannedTest& test, std::size_t post) { return fabric_->place_of(test, post); });
  const bool met = fabric_->meet();
  if (!fabric_->why_not().empty()) progress_.note("no other nodes: " + fabric_->why_not());
  return met;
}

bool NodeRun::open_counters() {
  for (const PlannedTest& test : run_.plan.tests) {
    if (!test.brackets_run || report_.run.opening.contains(test.id)) continue;
    const double at_s = clock_.now_s();
    std::optional<CounterReadings> readings = runner_->open(test);
    if (!readings) return false;
    opened_s_[test.id] = at_s;
    report_.run.opening[test.id] = std::move(*readings);
  }
  keep_events();
  save();
  return true;
}

bool NodeRun::carry_out_plan() {
  for (std::size_t i = 0; i < run_.plan.tests.size(); ++i) {
    const PlannedTest& test = run_.plan.tests[i];
    if (test.in_stints ? legs_of(report_, test.id, 1).done
                       : attempts_of(report_, run_.plan, test) > 0)
      continue;
    if (carry_out(test, i + 1, 1) != Step::done) return false;
  }
  return true;
}

bool NodeRun::confirm() {
  // A load that was repeated when this run was cut off is played to its end first.
  for (std::size_t i = 0; i < run_.plan.tests.size(); ++i) {
    const PlannedTest& test = run_.plan.tests[i];
    const std::int64_t attempts = attempts_of(report_, run_.plan, test);
    if (!test.in_stints || attempts < 2 || legs_of(report_, test.id, attempts).done) continue;
    if (carry_out(test, i + 1, attempts) == Step::interrupted) return false;
  }
  for (bool again = run_.options.confirm > 0; again;) {
    again = false;
    const std::set<std::string> failed = failed_tests(judge_now());
    for (std::size_t i = 0; i < run_.plan.tests.size(); ++i) {
      const PlannedTest& test = run_.plan.tests[i];
      const std::int64_t attempts = attempts_of(report_, run_.plan, test);
      if (!failed.contains(test.id) || attempts > run_.options.confirm) continue;
      if (carry_out(test, i + 1, attempts + 1) == Step::interrupted) return false;
      again = true;
    }
  }
  return true;
}

NodeRun::Step NodeRun::carry_out(const PlannedTest& test, std::size_t n, std::int64_t attempt) {
  progress_.test_started(test.id, n, run_.plan.tests.size());
  events_.test_started(test, attempt);
  const double from_s = clock_.now_s();
  std::optional<std::vector<Result>> results = results_of(test, attempt);
  if (!results) return Step::interrupted;
  const Result& worst = gravest(*results);
  const bool defect = worst.outcome == Outcome::failed;
  progress_.test_finished(test.id, worst.outcome, clock_.now_s() - from_s, with_device(worst));
  const bool stopped = was_stopped(*results);
  keep(std::move(*results));
  if (stopped) return Step::failed;  // nothing of this run is worth the hardware
  if (!run_.options.fail_early) return Step::done;
  return defect || fails_a_limit(test.id) ? Step::failed : Step::done;
}

std::optional<Runner::Opening> NodeRun::opening_of(const PlannedTest& test) const {
  if (!test.brackets_run) return std::nullopt;
  const auto opened = opened_s_.find(test.id);
  const double elapsed_s = opened != opened_s_.end() ? clock_.now_s() - opened->second
                                                     : clock_.wall_s() - run_.started_wall_s;
  // A clock that was set back must not make it look as if there had been no opening.
  return Runner::Opening{report_.run.opening.at(test.id), std::max(elapsed_s, 1e-3)};
}

bool NodeRun::fails_a_limit(const std::string& id) const {
  return run_.acceptance.judges() && failed_tests(judge_now()).contains(id);
}

void NodeRun::keep(std::vector<Result> results) {
  for (Result& result : results) {
    events_.result(result);
    report_.results.push_back(std::move(result));
  }
  keep_events();
  save();
}

void NodeRun::keep_events() {
  for (Event& event : runner_->take_events()) {
    const Event told = event;
    if (add_event(report_.events, std::move(event))) events_.event(told);
  }
}

void NodeRun::keep_series() {
  // A resumed run began before this process did.
  const double start_s = clock_.now_s() - (clock_.wall_s() - run_.started_wall_s);
  for (Series& series : watcher_->series(start_s))
    report_.telemetry.push_back(thinned(folded(std::move(series)), kMostValues));
}

std::string NodeRun::part_from_fabric() {
  std::vector<std::string> told;  // whoever was interrupted asks nobody any more
  std::vector<HallLoad> loads;
  if (interrupted_by_.empty()) {
    told = fabric_->gather(complaints(report_, run_.plan));
    loads = hall_loads();
  }
  if (!fabric_->why_not().empty()) {
    report_.events.push_back({.at = iso8601(clock_.wall_s()),
                              .kind = "nodes_lost",
                              .text = "the other nodes were lost: " + fabric_->why_not()});
    events_.event(report_.events.back());
  }
  if (interrupted_by_.empty()) fabric_->leave();
  if (run_.place.rank != 0) return "";
  return to_json(fabric_report(report_, run_.plan, fabric_->nodes(), told, loads));
}

Judgement NodeRun::judge_now() const {
  return run_.acceptance.judge(report_, run_.path, clock_.wall_s());
}

void NodeRun::close(bool finished) {
  const std::string signal = stop_.take();
  if (!finished) interrupted_by_ = signal;  // one that came after the last test changes nothing
  progress_.finished();
  keep_events();
  if (!interrupted_by_.empty()) {
    report_.events.push_back({.at = iso8601(clock_.wall_s()),
                              .kind = "interrupted",
                              .text = "the run was ended by " + interrupted_by_});
    events_.event(report_.events.back());
  }
  keep_series();
  report_.run.ended = iso8601(clock_.wall_s());
  report_.run.complete = finished;
  std::string of_fabric;
  if (fabric_ && run_.place.size > 1) of_fabric = part_from_fabric();
  write_atomically(run_.path, to_json(report_));
  if (!of_fabric.empty()) write_atomically(run_.fabric_path, of_fabric);
}

}  // namespace assay
