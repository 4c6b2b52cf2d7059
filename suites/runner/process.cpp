#include "suites/runner/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cmath>
#include <csignal>
#include <cstring>

#include "core/error.hpp"

namespace assay {
namespace {

struct Pair {
  File ours, theirs;
};

/// Out of the way of the descriptors 0 to 3 that the child's ends are laid on, wherever those were
/// free here.
File lifted(int fd) {
  const File original(fd);
  const int copy = fcntl(fd, F_DUPFD_CLOEXEC, kWorkerChannel + 1);
  require(errno_status(copy >= 0), "move a descriptor");
  return File(copy);
}

Pair make_channel() {
  std::array<int, 2> ends{};
  require(errno_status(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) == 0),
          "open a channel to a worker");
  File first(ends[0]);
  return {std::move(first), lifted(ends[1])};
}

Pair make_pipe() {
  std::array<int, 2> ends{};
  require(errno_status(pipe2(ends.data(), O_CLOEXEC) == 0), "open a pipe from a worker");
  File first(ends[0]);
  return {std::move(first), lifted(ends[1])};
}

/// What posix_spawn shall do in the child before it executes the program.
class FileActions {
 public:
  FileActions(int channel, int messages) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions_, messages, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, messages, STDERR_FILENO);
    posix_spawn_file_actions_adddup2(&actions_, channel, kWorkerChannel);
    // Not everybody who started us marked what they left open.
    posix_spawn_file_actions_addclosefrom_np(&actions_, kWorkerChannel + 1);
  }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  ~FileActions() { posix_spawn_file_actions_destroy(&actions_); }
  [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

/// A group of its own, and signals as a fresh program has them: the parent blocks and ignores some.
class Attributes {
 public:
  Attributes() {
    posix_spawnattr_init(&attributes_);
    posix_spawnattr_setpgroup(&attributes_, 0);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes_, &none);
    sigset_t reset;
    sigemptyset(&reset);
    for (const int signal : {SIGPIPE, SIGINT, SIGTERM, SIGHUP}) sigaddset(&reset, signal);
    posix_spawnattr_setsigdefault(&attributes_, &reset);
    posix_spawnattr_setflags(
        &attributes_,
        static_cast<short>(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF));
  }
  Attributes(const Attributes&) = delete;
  Attributes& operator=(const Attributes&) = delete;
  ~Attributes() { posix_spawnattr_destroy(&attributes_); }
  [[nodiscard]] const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_{};
};

/// "NAME=value" of this process, with what `changes` names as it is there.
std::vector<std::string> environment_with(const Variables& changes) {
  std::vector<std::string> all;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string text(*variable);
    if (!changes.contains(text.substr(0, text.find('=')))) all.push_back(text);
  }
  for (const auto& [name, value] : changes) all.push_back(name + '=' + value);
  return all;
}

/// As exec wants them; `words` must outlive it.
std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

Process::Process(const WorkerProgram& program) {
  Pair channel = make_channel();
  Pair messages = make_pipe();
  spawn(program, channel.theirs.get(), messages.theirs.get());
  channel_ = std::move(channel.ours);
  messages_ = std::move(messages.ours);
  // glibc 2.36 declares pidfd_open() without extern "C"
  exit_ = File(static_cast<int>(syscall(SYS_pidfd_open, pid_, 0)));
  if (!exit_) {
    kill(pid_, SIGKILL);
    require(errno_status(false), "watch a worker");
  }
}

void Process::spawn(const WorkerProgram& program, int channel, int messages) {
  std::vector<std::string> words{"assay"};
  words.insert(words.end(), program.arguments.begin(), program.arguments.end());
  std::vector<std::string> variables = environment_with(program.environment);
  const FileActions actions(channel, messages);
  const Attributes attributes;
  const int error = posix_spawn(&pid_, program.path.c_str(), actions.get(), attributes.get(),
                                pointers_to(words).data(), pointers_to(variables).data());
  require({error == 0, error, error == 0 ? "ok" : strerrordesc_np(error)},
          ("start the worker " + program.path).c_str());
}

Process::~Process() { end(0); }

std::optional<int> Process::wait(double patience_s) {
  if (status_) return status_;
  pollfd watched{exit_.get(), POLLIN, 0};
  if (poll(&watched, 1, static_cast<int>(std::ceil(patience_s * 1e3))) <= 0) return std::nullopt;
  kill(-pid_, SIGKILL);  // what it started goes with it; until waitpid the number is still its own
  int status = 0;
  if (waitpid(pid_, &status, WNOHANG) == pid_) status_ = status;
  return status_;
}

std::optional<int> Process::end(double patience_s) {
  if (status_) return status_;
  kill(-pid_, SIGKILL);
  kill(pid_, SIGKILL);  // should it have left its group
  return wait(patience_s);
}

std::string describe_status(int wait_status) {
  if (!WIFSIGNALED(wait_status))
    return "ended with status " + std::to_string(WEXITSTATUS(wait_status));
  const int signal = WTERMSIG(wait_status);
  const char* abbreviation = sigabbrev_np(signal);
  return abbreviation != nullptr ? "killed by SIG" + std::string(abbreviation)
                                 : "killed by signal " + std::to_string(signal);
}

}  // namespace assay
