#pragma once
#include <sys/types.h>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "collectives/nccl/module.hpp"
#include "tests/collectives/conformance/rank.hpp"

namespace assay {

/// The module, opened by its path in the build, with the stand-in for NCCL behind it.
[[nodiscard]] NcclModule opened_nccl_module();
/// As that, with libnccl.so.2 of this folder; "" = the one that the machine has.
[[nodiscard]] NcclModule opened_nccl_module(const std::string& folder);

/// Sets a variable of this process's environment, for as long as it lives.
class Variable {
 public:
  Variable(const std::string& name, const std::string& value);
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;
  ~Variable();

 private:
  std::string name_;
};

/// A page that processes share: how ranks get the unique id from the first of them.
class SharedId {
 public:
  SharedId();
  SharedId(const SharedId&) = delete;
  SharedId& operator=(const SharedId&) = delete;
  ~SharedId();
  void tell(const std::vector<std::byte>& id);
  /// Waits for tell().
  [[nodiscard]] std::vector<std::byte> get() const;

 private:
  struct Page;
  Page* page_;
};

/// What a process that is a rank came to.
struct Ended {
  conformance::Complaints complaints;
  int status = 0;  ///< as waitpid() has it
  double seconds = 0;
};

/// Processes, each of which is one rank of `size`.
class RankProcesses {
 public:
  using Body = std::function<conformance::Complaints(int rank, SharedId& id)>;

  /// Forks `size` copies of this process; each carries out `body` and ends.
  RankProcesses(int size, const Body& body);
  RankProcesses(const RankProcesses&) = delete;
  RankProcesses& operator=(const RankProcesses&) = delete;
  /// Kills whoever still runs.
  ~RankProcesses();

  [[nodiscard]] pid_t pid(int rank) const;
  void send_signal(int rank, int signal) const;
  /// Waits for all of them, `patience_s` at most: who is left is killed and complains of it.
  [[nodiscard]] std::vector<Ended> wait(double patience_s);

 private:
  struct Process {
    pid_t pid = -1;
    int pipe = -1;  ///< where its complaints come from
  };
  [[nodiscard]] Ended wait_for(Process& process, int rank, double until_s);
  SharedId id_;
  std::vector<Process> processes_;
  std::chrono::steady_clock::time_point start_;
};

/// Joins rank `rank` of `size` on host memory; the first rank makes the id.
[[nodiscard]] std::unique_ptr<GpuCommunicator> join(const NcclModule& module, SharedId& id,
                                                    int rank, int size, double deadline_s);

/// All that the processes complained of; who was ended by a signal complains of that.
[[nodiscard]] conformance::Complaints all_complaints(const std::vector<Ended>& ended);

}  // namespace assay
