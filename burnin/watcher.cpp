#include "burnin/watcher.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <iterator>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "burnin/telemetry_log.hpp"

namespace assay {

struct Watcher::State {
  struct Source {
    std::unique_ptr<TelemetrySource> source;
    std::string name;
    double period_s = 0;        ///< from one reading to the next
    double first_within_s = 0;  ///< how long its first answer may take
    double asked_s = 0;         ///< when the reading under way began
    bool waiting = false;       ///< a reading is under way
    bool begun = false;         ///< it has given its first answer, or is not there
    bool ended = false;         ///< its thread has ended
    std::thread thread;
  };
  State(Clock& the_clock, Options the_options)
      : clock(the_clock), options(the_options), log(the_options.period_s) {}

  [[nodiscard]] double patience_s(const Source& source) const {
    return source.begun ? options.timeout_s : std::max(options.timeout_s, source.first_within_s);
  }

  /// Holds sources that have not answered in time for lost. Called with the mutex held.
  void notice_silence() {
    const double now_s = clock.now_s();
    for (Source& source : sources)
      if (source.waiting && now_s - source.asked_s > patience_s(source))
        log.lose(source.name, source.asked_s, "no answer within its time");
  }

  bool poll(Source& source);
  void watch(Source& source);

  Clock& clock;
  const Options options;
  std::mutex mutex;
  std::condition_variable wake;
  bool stop = false;
  TelemetryLog log;
  std::vector<Event> events;
  std::vector<Source> sources;
  std::function<void(const Heard&)> listener;
};

/// False if the source turned out not to be there, or nobody is left to tell.
bool Watcher::State::poll(Source& source) {
  {
    const std::scoped_lock lock(mutex);
    if (stop) return false;
    source.asked_s = clock.now_s();
    source.waiting = true;
  }
  std::vector<Sensor> sensors;
  std::vector<Event> noticed;
  std::string failure;
  bool silent = false;  // and no word of why
  try {
    sensors = source.source->read();
    noticed = source.source->take_events();
  } catch (const NoAnswer& error) {
    failure = error.what();
    silent = true;
  } catch (const std::exception& error) {
    failure = error.what();
  }
  const std::scoped_lock lock(mutex);
  if (stop) return false;  // the clock may be gone
  const bool in_time = clock.now_s() - source.asked_s <= patience_s(source);
  const bool first = !std::exchange(source.begun, true);
  source.waiting = false;
  if (listener) listener({source.name, clock.now_s(), sensors, noticed});
  std::move(noticed.begin(), noticed.end(), std::back_inserter(events));
  wake.notify_all();
  const bool refused = !failure.empty() && !silent;
  if (first && in_time && refused) return false;  // nothing to lose later
  if (failure.empty())
    log.add(source.name, clock.now_s(), sensors, source.period_s);
  else
    log.lose(source.name, clock.now_s(), failure);
  return true;
}

void Watcher::State::watch(Source& source) {
  while (poll(source)) {
    std::unique_lock lock(mutex);
    if (wake.wait_for(lock, std::chrono::duration<double>(source.period_s),
                      [this] { return stop; }))
      break;
  }
  const std::scoped_lock lock(mutex);
  source.ended = true;
  wake.notify_all();
}

Watcher::Watcher(std::vector<std::unique_ptr<TelemetrySource>> sources, Clock& clock,
                 Options options)
    : state_(std::make_shared<State>(clock, options)) {
  for (auto& source : sources) {
    State::Source& added = state_->sources.emplace_back();
    added.name = source->name();
    added.period_s = std::max(options.period_s, source->period_s());
    added.first_within_s = source->first_within_s();
    added.source = std::move(source);
  }
  double patience_s = 0;
  for (const State::Source& source : state_->sources)
    patience_s = std::max(patience_s, state_->patience_s(source));
  // Already the first reading may hang, and is made where that costs nothing else.
  for (State::Source& source : state_->sources)
    source.thread = std::thread([state = state_, &source] { state->watch(source); });
  std::unique_lock lock(state_->mutex);
  state_->wake.wait_for(lock, std::chrono::duration<double>(patience_s), [this] {
    return std::all_of(state_->sources.begin(), state_->sources.end(),
                       [](const State::Source& source) { return source.begun; });
  });
}

Watcher::~Watcher() {
  std::unique_lock lock(state_->mutex);
  state_->stop = true;
  state_->wake.notify_all();
  for (State::Source& source : state_->sources) {
    const auto patience = std::chrono::duration<double>(source.waiting ? 0.2 : 1);
    if (state_->wake.wait_for(lock, patience, [&] { return source.ended; })) {
      lock.unlock();
      source.thread.join();
      lock.lock();
    } else {
      source.thread.detach();
    }
  }
}

void Watcher::listen(std::function<void(const Heard&)> listener) {
  const std::scoped_lock lock(state_->mutex);
  state_->listener = std::move(listener);
}

Telemetry Watcher::summary(const Subject& subject, double from_s, double to_s) {
  const std::scoped_lock lock(state_->mutex);
  state_->notice_silence();
  return state_->log.summary(subject, from_s, to_s);
}

std::vector<Series> Watcher::series(double start_s) {
  const std::scoped_lock lock(state_->mutex);
  return state_->log.series(start_s);
}

std::vector<Event> Watcher::take_events() {
  const std::scoped_lock lock(state_->mutex);
  state_->notice_silence();
  std::vector<Event> events = std::exchange(state_->events, {});
  for (auto& [what, why] : state_->log.take_losses()) {
    Event& event = events.emplace_back();
    event.at = iso8601(state_->clock.wall_s());
    event.kind = "telemetry_lost";
    event.text = what + ": " + why;
  }
  return events;
}

}  // namespace assay
