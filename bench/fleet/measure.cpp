#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "bench/fleet/fleet_files.hpp"
#include "core/error.hpp"
#include "core/stats.hpp"

namespace assay::bench_fleet {
namespace {

struct Taken {
  double seconds = 0, mib = 0;
  int status = 0;
};

[[noreturn]] void become(const std::vector<std::string>& command) {
  std::vector<char*> words;
  words.reserve(command.size() + 1);
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  const int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
  dup2(nothing, STDOUT_FILENO);
  dup2(nothing, STDERR_FILENO);
  execvp(words.front(), words.data());
  constexpr int not_found = 127;
  _exit(not_found);
}

Taken run(const std::vector<std::string>& command) {
  const auto start = std::chrono::steady_clock::now();
  const pid_t child = fork();
  require(errno_status(child >= 0), "fork");
  if (child == 0) become(command);
  int status = 0;
  rusage used{};
  require(errno_status(wait4(child, &status, 0, &used) == child), "wait for the process");
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  constexpr double kib_a_mib = 1024;
  return {elapsed.count(), static_cast<double>(used.ru_maxrss) / kib_a_mib,
          WIFEXITED(status) ? WEXITSTATUS(status) : -1};
}

}  // namespace

int measure(const std::string& title, std::size_t repeats,
            const std::vector<std::string>& command) {
  std::vector<double> seconds;
  std::vector<double> mib;
  Taken taken;
  for (std::size_t i = 0; i < repeats; ++i) {
    taken = run(command);
    seconds.push_back(taken.seconds);
    mib.push_back(taken.mib);
  }
  fmt::print("{:<32} {:>7.3f} s median of {} (least {:.3f})  {:>6.0f} MiB  exit {}\n", title,
             median(seconds), repeats, *std::min_element(seconds.begin(), seconds.end()),
             median(mib), taken.status);
  return taken.status;
}

}  // namespace assay::bench_fleet
