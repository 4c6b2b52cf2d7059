#include "tests/cli/run/assay_process.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace assay::test {

ScratchDirectory::ScratchDirectory() {
  std::string name = (std::filesystem::temp_directory_path() / "assay-test.XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
  path_ = name;
}

ScratchDirectory::~ScratchDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string ScratchDirectory::file(const std::string& name, const std::string& text) const {
  std::ofstream(path_ / name) << text;
  return (path_ / name).string();
}

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

AssayProcess::AssayProcess(const ScratchDirectory& directory,
                           const std::vector<std::string>& arguments) {
  static int count = 0;
  err_ = directory.path() / ("err" + std::to_string(count++));
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("pipe2");
  std::vector<std::string> words{"assay"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err_.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_addchdir_np(&actions, directory.path().c_str());
  const int error = posix_spawn(&pid_, ASSAY_PROGRAM, &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  pipe_ = ends[0];
  if (error != 0) throw std::runtime_error("cannot start " ASSAY_PROGRAM);
}

AssayProcess::~AssayProcess() {
  if (!status_) {
    signal(SIGKILL);
    finish();
  }
  close(pipe_);
}

void AssayProcess::signal(int number) const {
  if (!status_) kill(pid_, number);
}

std::optional<std::string> AssayProcess::line() {
  for (;;) {
    const auto end = out_.find('\n', given_);
    if (end != std::string::npos) {
      std::string line = out_.substr(given_, end - given_);
      given_ = end + 1;
      return line;
    }
    std::array<char, 4096> bytes{};
    const ssize_t got = read(pipe_, bytes.data(), bytes.size());
    if (got <= 0) return std::nullopt;
    out_.append(bytes.data(), static_cast<std::size_t>(got));
  }
}

int AssayProcess::finish() {
  while (line()) continue;
  int status = 0;
  waitpid(pid_, &status, 0);
  status_ = WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
  return *status_;
}

std::size_t workers_of(pid_t parent) {
  std::size_t n = 0;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    std::ifstream file(entry.path() / "cmdline", std::ios::binary);
    std::vector<std::string> words;
    for (std::string word; std::getline(file, word, '\0');) words.push_back(word);
    if (words.size() > 2 && words[1] == "worker" && words.back() == std::to_string(parent)) ++n;
  }
  return n;
}

long peak_rss_kib(pid_t pid) {
  std::istringstream status(text_of("/proc/" + std::to_string(pid) + "/status"));
  for (std::string word; status >> word;) {
    long kib = 0;
    if (word == "VmHWM:" && status >> kib) return kib;
  }
  return 0;
}

bool soon(const std::function<bool()>& condition) {
  for (int i = 0; i < 1000; ++i) {
    if (condition()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

std::vector<std::string> two_seconds(const ScratchDirectory& directory, const std::string& report) {
  const std::string script = directory.file(
      "device.txt", "memory = 67108864\nbytes_per_second = 2e9\nflops_per_second = 1e10\n");
  // The time-out is far away: on an overloaded machine a killed run must still be the only one that
  // is.
  return {"run", "--script", script,     "--bytes",   "3MB",  "--budget", "2s",  "--timeout",
          "10m", "--skip",   "*.digest", "--profile", "none", "-o",       report};
}

std::vector<std::string> two_seconds_on_gpus(const ScratchDirectory& directory,
                                             const std::string& report) {
  // Written once: another process may be reading it.
  const std::string there = (directory.path() / "node.txt").string();
  const std::string script =
      std::filesystem::exists(there)
          ? there
          : directory.file(
                "node.txt",
                "gpus = 8\nuuid = GPU-{}\nmemory = 1048576\nbytes = 98304\nbytes_per_second = 2e8\n"
                "flops_per_second = 4e9\npower = 300\n");
  return {"run",        "--device",  "cuda", "--script", script,     "--budget",
          "2s",         "--timeout", "10m",  "--only",   "memory.*", "--skip",
          "*.patterns", "--profile", "none", "-o",       report};
}

}  // namespace assay::test
