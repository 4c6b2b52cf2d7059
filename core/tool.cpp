#include "core/tool.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>

namespace assay {
namespace {

using Steady = std::chrono::steady_clock;
constexpr std::size_t kMost = std::size_t{1} << 20;
constexpr std::size_t kMostComplaints = 2000;

class FileActions {
 public:
  FileActions() { posix_spawn_file_actions_init(&raw_); }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  ~FileActions() { posix_spawn_file_actions_destroy(&raw_); }
  posix_spawn_file_actions_t* get() noexcept { return &raw_; }

 private:
  posix_spawn_file_actions_t raw_{};
};

/// Starts the program with `out` and `errors` as its stdout and stderr; 0 or an errno.
int start(const std::string& path, const std::vector<std::string>& arguments, int out, int errors,
          pid_t& pid) {
  FileActions actions;
  posix_spawn_file_actions_addopen(actions.get(), 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(actions.get(), out, 1);
  posix_spawn_file_actions_adddup2(actions.get(), errors, 2);
  std::vector<char*> argv{const_cast<char*>(path.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  return posix_spawn(&pid, path.c_str(), actions.get(), nullptr, argv.data(), environ);
}

/// The two ends of a pipe, reading first; false if there is none to be had.
bool make_pipe(File& in, File& out) {
  std::array<int, 2> ends{-1, -1};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return false;
  in = File{ends[0]};
  out = File{ends[1]};
  return true;
}

/// Adds what is there to `text`, up to `most` bytes; false at the end of it.
bool read_some(int in, std::string& text, std::size_t most) {
  std::array<char, 4096> chunk{};
  const ssize_t got = read(in, chunk.data(), chunk.size());
  if (got < 0) return errno == EINTR || errno == EAGAIN;
  const auto room = most - std::min(most, text.size());
  text.append(chunk.data(), std::min(room, static_cast<std::size_t>(got)));
  return got > 0;
}

/// Reads until both close; false if that did not happen in time or there was too much.
bool read_all(int out, int errors, double seconds, ToolOutput& output) {
  const auto end = Steady::now() + std::chrono::duration<double>(seconds);
  std::array<pollfd, 2> waiting{pollfd{out, POLLIN, 0}, pollfd{errors, POLLIN, 0}};
  while (output.text.size() < kMost) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Steady::now());
    if (left.count() <= 0) return false;
    if (poll(waiting.data(), waiting.size(), static_cast<int>(left.count())) <= 0) continue;
    if (waiting[0].revents != 0 && !read_some(out, output.text, kMost)) waiting[0].fd = -1;
    if (waiting[1].revents != 0 && !read_some(errors, output.complaints, kMostComplaints))
      waiting[1].fd = -1;
    if (waiting[0].fd < 0 && waiting[1].fd < 0) return true;
  }
  return false;
}

}  // namespace

RunningTool::RunningTool(std::string path, const std::vector<std::string>& arguments)
    : path_(std::move(path)) {
  File out;
  File errors;
  if (!make_pipe(out_, out) || !make_pipe(errors_, errors)) {
    why_not_ = path_ + ": " + strerrordesc_np(errno);
    return;
  }
  if (const int error = start(path_, arguments, out.get(), errors.get(), pid_)) {
    pid_ = 0;
    why_not_ = path_ + ": " + strerrordesc_np(error);
  }
}

RunningTool::~RunningTool() {
  if (pid_ > 0) kill(pid_, SIGKILL);
  reap(0);
}

void RunningTool::reap(int options) {
  if (pid_ == 0) return;
  pid_t ended = 0;
  do ended = waitpid(pid_, &status_, options);
  while (ended < 0 && errno == EINTR);
  if (ended != 0) pid_ = 0;
}

bool RunningTool::runs() {
  reap(WNOHANG);
  return pid_ != 0;
}

ToolOutput RunningTool::finish(double seconds) {
  ToolOutput output{.why_not = why_not_};
  if (!why_not_.empty()) return output;
  const bool ended = read_all(out_.get(), errors_.get(), seconds, output);
  if (!ended && pid_ > 0) kill(pid_, SIGKILL);
  reap(0);
  if (!ended) output.why_not = path_ + " did not end in time";
  if (ended && (!WIFEXITED(status_) || WEXITSTATUS(status_) != 0))
    output.why_not = path_ + " failed";
  return output;
}

ToolOutput run_tool(const std::string& path, const std::vector<std::string>& arguments,
                    double seconds) {
  return RunningTool(path, arguments).finish(seconds);
}

}  // namespace assay
