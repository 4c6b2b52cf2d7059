#pragma once
#include <sys/types.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/handle.hpp"

namespace assay {

/// Variables by name.
using Variables = std::map<std::string, std::string>;

/// What to execute as a worker.
struct WorkerProgram {
  std::string path = "/proc/self/exe";  ///< this program, also when its file was replaced meanwhile
  std::vector<std::string> arguments;   ///< argv[1] and on
  Variables environment = {};           ///< beside, or in place of, what this process has
};

/// Where a worker finds its end of the channel.
inline constexpr int kWorkerChannel = 3;

/// A child process in a process group of its own: a Ctrl-C on the terminal is for the parent alone.
/// Its standard input is empty, its output goes to `messages()`, and it inherits nothing else but
/// the channel.
class Process {
 public:
  /// Throws Error naming the program if it cannot be started.
  explicit Process(const WorkerProgram& program);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  /// As end(0): never waits.
  ~Process();

  [[nodiscard]] int channel() const noexcept { return channel_.get(); }  ///< a socket
  [[nodiscard]] int messages() const noexcept {
    return messages_.get();
  }                                                                  ///< its stdout and stderr
  [[nodiscard]] int ending() const noexcept { return exit_.get(); }  ///< readable when it has ended
  [[nodiscard]] pid_t pid() const noexcept { return pid_; }

  /// Waits at most `patience_s` for it to end by itself. Its wait status, nothing if it still runs.
  [[nodiscard]] std::optional<int> wait(double patience_s);
  /// Kills it and all of its group, and waits at most `patience_s`: a process that sleeps inside a
  /// broken driver does not die, and must not take its parent with it. Nothing if it has not ended
  /// yet.
  std::optional<int> end(double patience_s);
  /// Lets it see that there is no more to do.
  void close_channel() { channel_ = File(); }

 private:
  void spawn(const WorkerProgram& program, int channel, int messages);
  pid_t pid_ = -1;
  File exit_;
  File channel_, messages_;
  std::optional<int> status_;
};

/// "killed by SIGSEGV", "ended with status 3".
[[nodiscard]] std::string describe_status(int wait_status);

}  // namespace assay
