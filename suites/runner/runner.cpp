#include "suites/runner/runner.hpp"

#include <utility>

#include "core/error.hpp"

namespace assay {
namespace {

/// How long workers may take to end by themselves when all is done.
constexpr double kDismissalS = 0.2;

}  // namespace

Runner::Runner(RunnerParts parts, RunSettings settings)
    : parts_(std::move(parts)), settings_(std::move(settings)) {}

Runner::~Runner() {
  for (auto& [device, worker] : workers_)
    if (worker) worker->dismiss(kDismissalS);
}

Job Runner::job_for(const PlannedTest& test) const {
  return {.test = test.id,
          .level = settings_.level,
          .seconds = test.seconds,
          .seed = settings_.seed,
          .data = settings_.data,
          .bytes = settings_.bytes,
          .run_started_wall_s = settings_.run_started_wall_s,
          .scripted_device = settings_.scripted_device};
}

std::optional<CounterReadings> Runner::open(const PlannedTest& test) {
  Job job = job_for(test);
  job.opens = true;
  Reply reply = ask(test, job);
  if (reply.kind == Reply::Kind::interrupted) return std::nullopt;
  if (reply.kind == Reply::Kind::lost) note(test, reply);
  return std::move(reply.answer.counters);
}

std::optional<std::vector<Result>> Runner::carry_out(const PlannedTest& test, std::int64_t attempt,
                                                     const std::optional<Opening>& opening) {
  Job job = job_for(test);
  job.script = script_for(settings_.injections, test.id);
  if (opening) {
    job.opening = opening->readings;
    job.opened_s = opening->elapsed_s;
  }
  if (parts_.telemetry_faults) parts_.telemetry_faults->set(job.script);
  const double from_s = parts_.clock.now_s();
  Reply reply = ask(test, job);
  const double to_s = parts_.clock.now_s();
  if (reply.kind == Reply::Kind::interrupted) return std::nullopt;

  const bool answered = reply.kind == Reply::Kind::answered;
  std::vector<Result> results = std::move(reply.answer.results);
  if (!answered) {
    note(test, reply);
    results = {lost(test, reply)};
  }
  for (Result& result : results) {
    result.attempt = attempt;
    result.elapsed_s = answered ? reply.answer.elapsed_s : to_s - from_s;
    result.telemetry = parts_.watcher != nullptr
                           ? parts_.watcher->summary(result.subject, from_s, to_s)
                           : Telemetry{};
  }
  if (parts_.telemetry_faults) parts_.telemetry_faults->clear();
  return results;
}

Reply Runner::ask(const PlannedTest& test, const Job& job) {
  try {
    Worker& worker = worker_for(test.device);
    Reply reply =
        worker.ask(job, test.timeout_s, settings_.patience_s, parts_.codec, parts_.waiting);
    if (reply.kind != Reply::Kind::answered) workers_.erase(test.device);
    return reply;
  } catch (const Error& error) {  // no worker could be started
    workers_.erase(test.device);
    return {.kind = Reply::Kind::lost, .reason = error.what()};
  }
}

Worker& Runner::worker_for(const std::string& device) {
  std::unique_ptr<Worker>& worker = workers_[device];
  if (worker && !worker->fit_for_use()) worker.reset();
  if (!worker) worker = std::make_unique<Worker>(parts_.crews.at(device).program, parts_.clock);
  return *worker;
}

Result Runner::lost(const PlannedTest& test, const Reply& reply) const {
  Result result;
  result.test = test.id;
  result.subject = parts_.crews.at(test.device).subject;
  result.outcome = Outcome::error;
  result.reason = reply.reason;
  return result;
}

void Runner::note(const PlannedTest& test, const Reply& reply) {
  events_.push_back({.at = iso8601(parts_.clock.wall_s()),
                     .kind = reply.stuck ? "worker_stuck" : "worker_lost",
                     .subject = parts_.crews.at(test.device).subject,
                     .text = test.id + ": " + reply.reason});
}

std::vector<Event> Runner::take_events() {
  std::vector<Event> events = std::exchange(events_, {});
  if (parts_.watcher == nullptr) return events;
  for (Event& event : parts_.watcher->take_events()) events.push_back(std::move(event));
  return events;
}

}  // namespace assay
