#include "suites/machine/tool.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>

#include "core/handle.hpp"

namespace assay {
namespace {

using Steady = std::chrono::steady_clock;
constexpr std::size_t kMost = std::size_t{1} << 20;

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

/// Starts the program with `out` as its stdout; 0 or an errno.
int start(const std::string& path, const std::vector<std::string>& arguments, int out, pid_t& pid) {
  FileActions actions;
  posix_spawn_file_actions_addopen(actions.get(), 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(actions.get(), out, 1);
  posix_spawn_file_actions_addopen(actions.get(), 2, "/dev/null", O_WRONLY, 0);
  std::vector<char*> argv{const_cast<char*>(path.c_str())};
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  return posix_spawn(&pid, path.c_str(), actions.get(), nullptr, argv.data(), environ);
}

/// Reads until the other end closes; false if that did not happen in time or there was too much.
bool read_all(int in, double seconds, std::string& text) {
  const auto end = Steady::now() + std::chrono::duration<double>(seconds);
  std::array<char, 4096> chunk{};
  while (text.size() < kMost) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Steady::now());
    pollfd waiting{in, POLLIN, 0};
    if (left.count() <= 0 || poll(&waiting, 1, static_cast<int>(left.count())) == 0) return false;
    const ssize_t got = read(in, chunk.data(), chunk.size());
    if (got == 0) return true;
    if (got > 0) text.append(chunk.data(), static_cast<std::size_t>(got));
    if (got < 0 && errno != EINTR && errno != EAGAIN) return false;
  }
  return false;
}

}  // namespace

ToolOutput run_tool(const std::string& path, const std::vector<std::string>& arguments,
                    double seconds) {
  std::array<int, 2> ends{-1, -1};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return {path + ": " + strerrordesc_np(errno), ""};
  const File in{ends[0]};
  File out{ends[1]};
  pid_t pid = 0;
  if (const int error = start(path, arguments, out.get(), pid))
    return {path + ": " + strerrordesc_np(error), ""};
  out = File();  // or the pipe would never end
  ToolOutput output;
  const bool ended = read_all(in.get(), seconds, output.text);
  if (!ended) kill(pid, SIGKILL);
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
  if (!ended) output.why_not = path + " did not end in time";
  if (ended && (!WIFEXITED(status) || WEXITSTATUS(status) != 0)) output.why_not = path + " failed";
  return output;
}

}  // namespace assay
