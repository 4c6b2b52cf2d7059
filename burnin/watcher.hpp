#pragma once
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "burnin/telemetry.hpp"
#include "core/clock.hpp"

namespace assay {

/// Reads every telemetry source beside the tests, in a thread of its own for each source, so that
/// one that hangs costs only itself. Memory is bounded (see Track).
class Watcher {
 public:
  struct Options {
    double period_s = 0.1;  ///< of sources that name none of their own, and the shortest of all
    double timeout_s = 2;   ///< a source that takes longer to answer has stopped answering
  };

  /// Waits for a first reading of every source before it returns, at most `timeout_s`, or the time
  /// that the source asks for: one that throws then is not there, unless that is NoAnswer; one that
  /// fails later, or has not answered by then, is lost.
  Watcher(std::vector<std::unique_ptr<TelemetrySource>> sources, Clock& clock, Options options);
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;
  /// Ends its threads. One that hangs in its source is left behind with what it needs.
  ~Watcher();

  /// What one source said at once.
  struct Heard {
    const std::string& source;
    double at_s;
    const std::vector<Sensor>& sensors;  ///< none where it did not answer
    const std::vector<Event>& events;
  };
  /// Tells `listener` of everything that is read from now on, one answer after another, on the
  /// threads that read; it must be quick and must not call this. Empty: nobody listens any more,
  /// once this has returned.
  void listen(std::function<void(const Heard&)> listener);

  /// Statistics of what was read about `subject` (the node's own readings included) between two
  /// times of the clock, and what was lost in it.
  [[nodiscard]] Telemetry summary(const Subject& subject, double from_s, double to_s);
  /// Everything read so far; times count from `start_s` of the clock.
  [[nodiscard]] std::vector<Series> series(double start_s);
  /// What sources noticed, and one event for each sensor that was lost, since the last call.
  [[nodiscard]] std::vector<Event> take_events();

 private:
  struct State;
  std::shared_ptr<State> state_;  ///< shared with threads that may hang for ever
};

}  // namespace assay
