#pragma once
#include <atomic>
#include <cstdint>
#include <memory>

#include "collectives/mpi/module.hpp"
#include "collectives/mpi/types.hpp"
#include "core/clock.hpp"

namespace assay {

/// MPI itself, from its initialisation to its end, shared by all communicators that came of it. The
/// last one leaves it, if all is well: a rank that is not heard any more would keep MPI_Finalize
/// waiting for ever.
class MpiSession {
 public:
  /// Initialises MPI. Throws Error where that was done before or fails. Not to be interrupted.
  explicit MpiSession(const JoinOptions& options);
  MpiSession(const MpiSession&) = delete;
  MpiSession& operator=(const MpiSession&) = delete;
  ~MpiSession();

  [[nodiscard]] const MpiTypes& types() const noexcept { return types_; }
  [[nodiscard]] Clock& clock() noexcept { return clock_; }
  [[nodiscard]] std::int64_t most_bytes() const noexcept { return most_bytes_; }
  /// From now on nothing is given back to MPI.
  void give_up() noexcept { healthy_ = false; }
  [[nodiscard]] bool healthy() const noexcept { return healthy_; }
  /// A call is stuck within MPI, which is not to be entered a second time.
  void lose() noexcept { healthy_ = false, lost_ = true; }
  [[nodiscard]] bool lost() const noexcept { return lost_; }

 private:
  /// True when all ranks are about to leave.
  bool all_leave();
  SystemClock clock_;
  std::int64_t most_bytes_;
  MpiTypes types_;
  std::atomic<bool> healthy_ = true, lost_ = false;
};

}  // namespace assay
