#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/host_files.hpp"

namespace assay {

/// A process as /proc/<pid>/stat shows it.
struct RunningProcess {
  std::int64_t pid = 0, parent = 0;
  std::string name;
  std::int64_t ticks = 0;         ///< CPU time so far, its own
  std::int64_t waited_ticks = 0;  ///< CPU time of children that it has waited for
  std::int64_t started = 0;       ///< ticks after boot; with the pid it names the process for good
};

/// One line of /proc/<pid>/stat; nothing if it is malformed. A name may hold blanks and
/// parentheses.
[[nodiscard]] std::optional<RunningProcess> parse_stat(const std::string& line);

/// All processes of the machine, and which of them are this program's.
class Processes {
 public:
  explicit Processes(const HostFiles& files);
  /// Not ours, and not threads of the kernel.
  [[nodiscard]] std::vector<const RunningProcess*> foreign() const;
  /// nullptr if there is none of this number.
  [[nodiscard]] const RunningProcess* find(std::int64_t pid) const noexcept;
  /// Ours: this process, its ancestors of the same name (the parent of a worker), and all they
  /// started.
  [[nodiscard]] bool is_ours(const RunningProcess& process) const;
  /// CPU time of all of ours, ended children included.
  [[nodiscard]] std::int64_t our_ticks() const;
  /// False where /proc/self does not tell which processes are ours.
  [[nodiscard]] bool knows_us() const noexcept { return top_ != 0; }

 private:
  std::map<std::int64_t, RunningProcess> by_pid_;
  std::int64_t top_ = 0;  ///< pid of our topmost process
};

/// CPU time that all CPUs have spent working since boot, in ticks, without what a hypervisor took
/// away.
[[nodiscard]] std::optional<std::int64_t> busy_ticks(const HostFiles& files);

/// Files that a process holds open; nothing if that may not be read.
[[nodiscard]] std::optional<std::vector<std::string>> open_files(const HostFiles& files,
                                                                 std::int64_t pid);

}  // namespace assay
