#include "suites/runner/runner.hpp"

#include <algorithm>
#include <utility>

#include "core/error.hpp"
#include "suites/derived.hpp"
#include "suites/runner/ranks.hpp"

namespace assay {

/// A job, who carries it out, and what is lost with it.
struct Runner::Errand {
  std::size_t post = 0;
  Subject subject;
  Job job;
};

Runner::Runner(RunnerParts parts, RunSettings settings)
    : parts_(std::move(parts)), settings_(std::move(settings)) {
  for (const auto& [kind, crew] : parts_.crews)
    workers_[kind] = std::make_unique<CrewWorkers>(crew, parts_.clock);
}

Runner::~Runner() = default;

Job Runner::job_for(const PlannedTest& test) const {
  return {.test = test.id,
          .level = settings_.level,
          .seconds = test.seconds,
          .seed = settings_.seed,
          .data = settings_.data,
          .bytes = settings_.bytes,
          .run_started_wall_s = settings_.run_started_wall_s,
          .sweep = settings_.sweep,
          .variant = test.variant.name,
          .stint = test.stint,
          .targets = {}};
}

Target Runner::target_of(const PlannedTest& test, const DeviceSubject& device,
                         std::int64_t rank) const {
  Target target{.subject = device.subject,
                .script = script_for(at_rank(settings_.injections, rank), test.id, device.subject),
                .scripted = device.scripted};
  target.script.gone = off_bus_.contains(label(device.subject));
  return target;
}

std::vector<Runner::Errand> Runner::errands_for(const PlannedTest& test) const {
  const std::vector<Post>& posts = parts_.crews.at(test.device).posts;
  std::vector<Errand> errands;
  for (std::size_t i = 0; i < posts.size(); ++i) {
    const DeviceSubject& device = posts[i].device;
    if (errands.empty() || !test.whole_node)
      errands.push_back({i, test.whole_node ? Subject{} : device.subject, job_for(test)});
    Job& job = errands.back().job;
    if (const auto carried = test.carried.find(label(device.subject));
        job.stint && carried != test.carried.end())
      job.stint->carried = carried->second;
    if (test.ranked && place_of_) job.place = place_of_(test, i);
    job.targets.push_back(target_of(test, device, test.ranked ? job.place.rank : settings_.rank));
    if (job.bytes == 0 && device.scripted) job.bytes = device.scripted->test_bytes;
  }
  return errands;
}

std::optional<CounterReadings> Runner::open(const PlannedTest& test) {
  // Counters are the machine's, which one worker reads.
  Errand errand{.subject = parts_.crews.at(test.device).posts.front().device.subject,
                .job = job_for(test)};
  errand.job.targets = {{.subject = errand.subject}};
  errand.job.opens = true;
  Reply reply = std::move(ask_at_once(test, &errand, 1).front());
  if (reply.kind == Reply::Kind::interrupted) return std::nullopt;
  if (reply.kind == Reply::Kind::lost) note(test, errand.subject, reply);
  return std::move(reply.answer.counters);
}

std::optional<std::string> Runner::convey(const std::string& kind, const std::string& test,
                                          const std::string& message, double timeout_s,
                                          const Variables& environment) {
  const PlannedTest planned{.id = test,
                            .device = kind,
                            .seconds = timeout_s,
                            .timeout_s = timeout_s,
                            .ranked = true,
                            .variant = {.environment = environment}};
  std::vector<Errand> errands = errands_for(planned);
  errands.front().job.message = message;
  Reply reply = std::move(ask_at_once(planned, errands.data(), 1).front());
  if (reply.kind == Reply::Kind::interrupted) return std::nullopt;
  if (reply.kind == Reply::Kind::lost) throw Error(reply.reason);
  const Result& result = reply.answer.results.front();
  if (result.outcome != Outcome::ok) throw Error(result.reason);
  const auto brought = result.facts.find(kConveyed);
  return brought == result.facts.end() ? "" : brought->second;
}

std::optional<std::vector<Result>> Runner::carry_out(const PlannedTest& test, std::int64_t attempt,
                                                     const std::optional<Opening>& opening) {
  std::vector<Errand> errands = errands_for(test);
  if (opening)
    for (Errand& errand : errands) {
      errand.job.opening = opening->readings;
      errand.job.opened_s = opening->elapsed_s;
    }
  begin_telemetry_faults(test, errands);
  std::vector<Reply> replies = ask(test, errands);
  std::vector<Result> results;
  for (std::size_t i = 0; i < replies.size(); ++i) {
    if (replies[i].kind == Reply::Kind::interrupted) return std::nullopt;
    for (Result& result : results_of(test, errands[i], std::move(replies[i]), attempt))
      results.push_back(std::move(result));
  }
  remember_losses(errands);
  return results;
}

double Runner::on_run_clock(double clock_s) const {
  // A resumed run began before this process did.
  return clock_s - parts_.clock.now_s() + parts_.clock.wall_s() - settings_.run_started_wall_s;
}

std::vector<Result> Runner::results_of(const PlannedTest& test, const Errand& errand, Reply reply,
                                       std::int64_t attempt) {
  const bool answered = reply.kind == Reply::Kind::answered;
  std::vector<Result> results = std::move(reply.answer.results);
  if (!answered) {
    note(test, errand.subject, reply);
    Result& lost = results.emplace_back();
    lost.test = test.id;
    lost.subject = errand.subject;
    lost.outcome = Outcome::error;
    lost.reason = reply.reason;
  }
  const double began_s = on_run_clock(reply.from_s);
  for (Result& result : results) {
    result.attempt = attempt;
    result.began_s = began_s;
    result.elapsed_s = answered ? reply.answer.elapsed_s : reply.to_s - reply.from_s;
    if (parts_.watcher != nullptr)
      result.telemetry = parts_.watcher->summary(result.subject, reply.from_s, reply.to_s);
    derive(test, reply, result);
  }
  return results;
}

void Runner::derive(const PlannedTest& test, const Reply& reply, Result& result) {
  const std::optional<Span> load = load_on_clock(result, reply.from_s, reply.to_s);
  std::optional<Telemetry> meanwhile;
  if (load && parts_.watcher != nullptr)
    meanwhile = parts_.watcher->summary(result.subject, load->from_s, load->to_s);
  add_derived(result, test.derived, meanwhile);
}

std::vector<Reply> Runner::ask(const PlannedTest& test, const std::vector<Errand>& errands) {
  if (!settings_.serial || test.ranked) return ask_at_once(test, errands.data(), errands.size());
  std::vector<Reply> replies;
  for (const Errand& errand : errands) {
    replies.push_back(std::move(ask_at_once(test, &errand, 1).front()));
    if (replies.back().kind == Reply::Kind::interrupted) break;
  }
  return replies;
}

std::vector<Reply> Runner::ask_at_once(const PlannedTest& test, const Errand* first,
                                       std::size_t n) {
  std::vector<Reply> replies(n);
  std::vector<Worker*> asked;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < n; ++i) {
    try {
      Worker& worker = worker_for(test, first[i]);
      worker.begin(first[i].job, test.timeout_s, settings_.patience_s, parts_.codec);
      asked.push_back(&worker);
      places.push_back(i);
    } catch (const Error& error) {  // no worker could be started
      replies[i] = {.kind = Reply::Kind::lost, .reason = error.what()};
    }
  }
  std::vector<Reply> got = await(asked, parts_.clock, settings_.patience_s, parts_.waiting);
  for (std::size_t k = 0; k < got.size(); ++k) {
    if (got[k].killed_pid) ended_.push_back({*got[k].killed_pid, parts_.clock.wall_s()});
    if (got[k].kind != Reply::Kind::answered) workers_.at(test.device)->drop(*asked[k]);
    replies[places[k]] = std::move(got[k]);
  }
  return replies;
}

Worker& Runner::worker_for(const PlannedTest& test, const Errand& errand) {
  CrewWorkers& workers = *workers_.at(test.device);
  const Variables& environment = test.variant.environment;
  return test.whole_node ? workers.of_whole_node(environment)
                         : workers.at(errand.post, environment);
}

void Runner::begin_telemetry_faults(const PlannedTest& test, const std::vector<Errand>& errands) {
  if (!parts_.telemetry_faults) return;
  std::map<std::string, Script> of_devices;
  for (const Errand& errand : errands)
    for (const Target& target : errand.job.targets)
      of_devices[label(target.subject)] = target.script;
  for (const std::string& device : off_bus_) of_devices[device].gone = true;
  parts_.telemetry_faults->set(script_for(settings_.injections, test.id), std::move(of_devices));
}

void Runner::remember_losses(const std::vector<Errand>& errands) {
  for (const Errand& errand : errands)
    for (const Target& target : errand.job.targets)
      if (target.script.off_bus) off_bus_.insert(label(target.subject));
  if (!parts_.telemetry_faults) return;
  std::map<std::string, Script> of_devices;
  for (const std::string& device : off_bus_) of_devices[device].gone = true;
  parts_.telemetry_faults->set({}, std::move(of_devices));
}

void Runner::note(const PlannedTest& test, const Subject& subject, const Reply& reply) {
  events_.push_back({.at = iso8601(parts_.clock.wall_s()),
                     .kind = reply.stuck ? "worker_stuck" : "worker_lost",
                     .subject = subject,
                     .text = test.id + ": " + reply.reason});
}

std::vector<Event> Runner::take_events() {
  std::vector<Event> events = std::exchange(events_, {});
  if (parts_.watcher == nullptr) return events;
  for (Event& event : parts_.watcher->take_events()) events.push_back(std::move(event));
  return events;
}

}  // namespace assay
