#pragma once
#include <functional>
#include <optional>
#include <string>

#include "core/clock.hpp"
#include "suites/runner/answer.hpp"
#include "suites/runner/job.hpp"
#include "suites/runner/line_buffer.hpp"
#include "suites/runner/process.hpp"

namespace assay {

/// How a job ended.
struct Reply {
  enum class Kind {
    answered,
    lost,        ///< the worker crashed, hung, or said what cannot be; `reason` says which
    interrupted  ///< the run was told to stop
  };
  Kind kind = Kind::lost;
  Answer answer;
  std::string reason;
  bool stuck = false;  ///< not even SIGKILL ended it
};

/// What the parent does while it waits for a worker.
struct Waiting {
  int stop_fd = -1;  ///< readable when the run shall stop; -1 = never
  double tick_s = 0.1;
  std::function<void()> tick;                    ///< every tick_s or so
  std::function<void(const std::string&)> said;  ///< a line that the worker printed
};

/// The parent's side of one worker process. After a reply that is not `answered` it is of no more
/// use.
class Worker {
 public:
  Worker(const WorkerProgram& program, Clock& clock) : process_(program), clock_(clock) {}

  /// Hands over a job and waits for its answer, at most `timeout_s`. `patience_s`: how long a
  /// killed worker is waited for.
  [[nodiscard]] Reply ask(const Job& job, double timeout_s, double patience_s,
                          const ResultCodec& codec, const Waiting& waiting);
  /// True while it is alive and has said nothing that it was not asked.
  [[nodiscard]] bool fit_for_use();
  /// Lets it end by itself, for at most `patience_s`.
  void dismiss(double patience_s);

 private:
  struct Exchange;
  [[nodiscard]] bool send(const std::string& line) const;
  [[nodiscard]] std::optional<Reply> receive(Exchange& exchange);
  void listen(const Waiting& waiting);
  [[nodiscard]] Reply ended();
  [[nodiscard]] Reply killed(const std::string& reason, double patience_s);
  [[nodiscard]] std::string with_last_words(const std::string& reason) const;

  Process process_;
  Clock& clock_;
  LineBuffer answers_{kLongestLine};
  LineBuffer messages_{std::size_t{1} << 16};
  bool listening_ = true;   ///< its messages have not ended
  std::string last_words_;  ///< the last line it printed
};

}  // namespace assay
