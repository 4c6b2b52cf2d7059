#pragma once
#include <poll.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

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
  bool stuck = false;                           ///< not even SIGKILL ended it
  std::optional<std::int64_t> killed_pid = {};  ///< of a worker that was ended from here
  double from_s = 0, to_s = 0;  ///< of the clock: when it was asked and when this was known
};

/// The parent's side of one worker process. Nothing here waits, so that one parent can look after
/// many. After a reply that is not `answered` it is of no more use.
class Worker {
 public:
  Worker(const WorkerProgram& program, Clock& clock) : process_(program), clock_(clock) {}

  /// Hands over a job, to be answered within `timeout_s`. `patience_s`: how long it is waited for
  /// once it has been killed. `codec` must outlive the reply.
  void begin(const Job& job, double timeout_s, double patience_s, const ResultCodec& codec);
  /// Adds what advance() waits for.
  void add_watched(std::vector<pollfd>& watched) const;
  /// When advance() has something to do even if nothing comes, on the clock.
  [[nodiscard]] double due_s() const noexcept { return until_s_; }
  /// Takes what has come; the reply once there is one. `said` is given each line that it printed.
  [[nodiscard]] std::optional<Reply> advance(const std::function<void(const std::string&)>& said);
  /// Kills it without waiting.
  void stop() { process_.end(0); }
  /// True once it has ended, for which it has at most `patience_s` more.
  bool ended_within(double patience_s) { return process_.wait(patience_s).has_value(); }

  /// True while it is alive and has said nothing that it was not asked.
  [[nodiscard]] bool fit_for_use();
  /// Lets it see that there is no more to do.
  void dismiss() { process_.close_channel(); }

 private:
  enum class State {
    idle,
    asked,
    leaving,  ///< it closed its channel and should be seen dead soon
    dying     ///< it was killed
  };
  [[nodiscard]] bool send(const std::string& line) const;
  [[nodiscard]] std::optional<Reply> receive();
  void listen(const std::function<void(const std::string&)>& said);
  void kill(const std::string& reason);
  [[nodiscard]] std::optional<Reply> buried();
  [[nodiscard]] Reply reply(Reply::Kind kind, const std::string& reason);

  Process process_;
  Clock& clock_;
  State state_ = State::idle;
  std::optional<AnswerReader> reader_;
  double asked_s_ = 0, until_s_ = 0, timeout_s_ = 0, budget_s_ = 0, patience_s_ = 0;
  std::string reason_;  ///< why it was killed
  LineBuffer answers_{kLongestLine};
  LineBuffer messages_{std::size_t{1} << 16};
  bool listening_ = true;   ///< its messages have not ended
  std::string last_words_;  ///< the last line it printed
};

}  // namespace assay
