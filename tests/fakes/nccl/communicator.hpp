#pragma once
#include <nccl.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "tests/fakes/nccl/bootstrap.hpp"
#include "tests/fakes/nccl/failure.hpp"
#include "tests/fakes/nccl/log.hpp"
#include "tests/fakes/nccl/profiling.hpp"

/// One rank: its connections, and a thread that carries out what it is told, one after another.
struct ncclComm {
 public:
  using Task = std::function<void(ncclComm&)>;

  ncclComm(int rank, int size, bool blocking, fake_nccl::Settings settings);
  ncclComm(const ncclComm&) = delete;
  ncclComm& operator=(const ncclComm&) = delete;
  /// Gives up what is not done.
  ~ncclComm();

  /// Has `task` carried out. A blocking communicator waits for it; another says ncclInProgress, and
  /// refuses a second task before the first is done.
  [[nodiscard]] ncclResult_t submit(Task task);
  /// ncclInProgress, what a task failed with, or ncclSuccess.
  [[nodiscard]] ncclResult_t state();
  /// Until then state() says ncclSuccess or a failure.
  [[nodiscard]] ncclResult_t wait_until_idle();

  /// Tells whoever looks on who the ranks are. Called by the task that made the connections.
  void introduce(const std::vector<fake_nccl::Member>& members);
  /// Tells them of what is carried out.
  void tell(const fake_nccl::Collective& collective);
  void tell_message(bool sends, std::size_t bytes, int peer);

  // For tasks, which alone touch these.
  fake_nccl::Mesh mesh;
  fake_nccl::Pace pace;
  [[nodiscard]] int rank() const noexcept { return rank_; }
  [[nodiscard]] int size() const noexcept { return size_; }
  [[nodiscard]] bool blocking() const noexcept { return blocking_; }
  [[nodiscard]] const fake_nccl::Settings& settings() const noexcept { return settings_; }
  [[nodiscard]] const fake_nccl::Stop& stop() const noexcept { return stop_; }
  [[nodiscard]] int connection(int peer) const;
  /// Fails or hangs where the environment says so of `operation` and this rank.
  void strike(const std::string& operation) const;

 private:
  void work();
  void carry_out(const Task& task);

  int rank_;
  int size_;
  bool blocking_;
  fake_nccl::Settings settings_;
  fake_nccl::Stop stop_{false};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> tasks_;
  bool busy_ = false;
  ncclResult_t failure_ = ncclSuccess;
  std::unique_ptr<fake_nccl::Log> log_;  ///< these two are the tasks'
  std::unique_ptr<fake_nccl::Profiling> profiling_;
  std::thread worker_;
};

namespace fake_nccl {

/// What ncclGetLastError() says: of this process, as NCCL's.
void say(const std::string& text);
[[nodiscard]] const char* last_said();

/// Runs `call`, whose Failure becomes the result and the last error.
[[nodiscard]] ncclResult_t guarded(const std::function<ncclResult_t()>& call) noexcept;

}  // namespace fake_nccl
