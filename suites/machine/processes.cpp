#include "suites/machine/processes.hpp"

#include <filesystem>

#include "core/text.hpp"

namespace assay {
namespace fs = std::filesystem;
namespace {

constexpr std::int64_t kKernelThreads = 2;  // all of them are children of kthreadd

}  // namespace

std::optional<RunningProcess> parse_stat(const std::string& line) {
  const auto open = line.find('(');
  const auto close = line.rfind(')');
  if (open == std::string::npos || close == std::string::npos || close < open) return std::nullopt;
  RunningProcess process;
  const auto pid = whole_number(trimmed(line.substr(0, open)));
  process.name = line.substr(open + 1, close - open - 1);
  const auto words = words_of(std::string_view(line).substr(close + 1));
  constexpr std::size_t started_at = 19;  // field 22 of proc(5); words start with field 3
  if (!pid || words.size() <= started_at) return std::nullopt;
  const auto number = [&](std::size_t at) { return whole_number(words[at]).value_or(0); };
  process.pid = *pid;
  process.parent = number(1);
  process.ticks = number(11) + number(12);
  process.waited_ticks = number(13) + number(14);
  process.started = number(started_at);
  return process;
}

Processes::Processes(const HostFiles& files) {
  for (const std::string& name : files.list("/proc")) {
    if (!whole_number(name)) continue;
    const auto process = parse_stat(files.read("/proc/" + name + "/stat").text);
    if (process) by_pid_[process->pid] = *process;
  }
  const auto self = parse_stat(files.read("/proc/self/stat").text);
  if (!self) return;
  top_ = self->pid;
  for (auto at = by_pid_.find(self->parent); at != by_pid_.end() && at->second.name == self->name;
       at = by_pid_.find(at->second.parent))
    top_ = at->first;
}

const RunningProcess* Processes::find(std::int64_t pid) const noexcept {
  const auto found = by_pid_.find(pid);
  return found == by_pid_.end() ? nullptr : &found->second;
}

bool Processes::is_ours(const RunningProcess& process) const {
  auto at = by_pid_.find(process.pid);
  for (int depth = 0; at != by_pid_.end() && depth < 1000; ++depth) {
    if (at->first == top_) return true;
    at = by_pid_.find(at->second.parent);
  }
  return false;
}

std::vector<const RunningProcess*> Processes::foreign() const {
  std::vector<const RunningProcess*> found;
  for (const auto& [pid, process] : by_pid_) {
    const bool kernel = pid == kKernelThreads || process.parent == kKernelThreads;
    if (!kernel && !is_ours(process)) found.push_back(&process);
  }
  return found;
}

std::int64_t Processes::our_ticks() const {
  std::int64_t sum = 0;
  for (const auto& [pid, process] : by_pid_)
    if (is_ours(process)) sum += process.ticks + process.waited_ticks;
  return sum;
}

std::optional<std::int64_t> busy_ticks(const HostFiles& files) {
  const Reading stat = files.read("/proc/stat");
  for (const std::string_view line : lines_of(stat.text)) {
    const auto words = words_of(line);  // cpu user nice system idle iowait irq softirq steal ...
    if (words.size() < 8 || words[0] != "cpu") continue;
    std::int64_t sum = 0;
    for (const std::size_t at : {1, 2, 3, 6, 7}) sum += whole_number(words[at]).value_or(0);
    return sum;
  }
  return std::nullopt;
}

std::optional<std::vector<std::string>> open_files(const HostFiles& files, std::int64_t pid) {
  const fs::path folder = files.real("/proc/" + std::to_string(pid) + "/fd");
  std::vector<std::string> targets;
  std::error_code error;
  fs::directory_iterator it(folder, error);
  if (error == std::errc::no_such_file_or_directory) return targets;  // it has just ended
  if (error) return std::nullopt;
  for (; it != fs::directory_iterator(); it.increment(error)) {
    std::error_code gone;
    targets.push_back(fs::read_symlink(it->path(), gone).string());
    if (error) return targets;
  }
  return targets;
}

}  // namespace assay
