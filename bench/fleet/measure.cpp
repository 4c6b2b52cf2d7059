#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <map>
#include <sstream>

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

void measure(const std::string& title, const std::vector<std::string>& command) {
  const Taken taken = run(command);
  fmt::print("{}\t{:.4f}\t{:.1f}\t{}\n", title, taken.seconds, taken.mib, taken.status);
}

void summarise_runs(const std::filesystem::path& runs) {
  struct Runs {
    std::vector<double> seconds, mib;
  };
  std::map<std::string, Runs> by_title;
  std::ifstream in(runs);
  for (std::string line; std::getline(in, line);) {
    std::istringstream words(line);
    std::string title;
    double seconds = 0;
    double mib = 0;
    if (!std::getline(words, title, '\t') || !(words >> seconds >> mib)) continue;
    by_title[title].seconds.push_back(seconds);
    by_title[title].mib.push_back(mib);
  }
  for (const auto& [title, taken] : by_title)
    fmt::print("{:<28} {:>7.3f} s median of {} (least {:.3f}, most {:.3f})  {:>5.0f} MiB\n", title,
               median(taken.seconds), taken.seconds.size(),
               *std::min_element(taken.seconds.begin(), taken.seconds.end()),
               *std::max_element(taken.seconds.begin(), taken.seconds.end()), median(taken.mib));
}

}  // namespace assay::bench_fleet
