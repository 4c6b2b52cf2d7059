#pragma once
#include <sched.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace assay::host {

/// A fixed team of threads, each bound to one core, that carries out one piece of work together.
/// The same thread always gets the same share, so that it works on the pages that it touched first.
class Team {
 public:
  /// One thread per entry of `cpus` (operating-system numbers); a negative entry leaves a thread
  /// unbound. The calling thread is member 0 and gets its own binding back when the team goes.
  explicit Team(const std::vector<int>& cpus);
  Team(const Team&) = delete;
  Team& operator=(const Team&) = delete;
  ~Team();
  [[nodiscard]] std::size_t size() const noexcept { return threads_.size() + 1; }

  /// Calls `work(member)` for each member in [0, size()) at once and returns when all are done. The
  /// calling thread is member 0. The first exception that a member throws is thrown here.
  void run(const std::function<void(std::size_t)>& work);

  /// Calls `work(piece)` once for each piece in [0, pieces): each member its own share of them, the
  /// same every time, then what others have not begun yet. So nobody waits for a core that is held
  /// up for longer than a piece takes; a piece must come to the same whoever does it.
  void run_pieces(std::size_t pieces, const std::function<void(std::size_t)>& work);

  /// The part of [0, n) that is `member`'s: whole multiples of `grain` elements, except at the end.
  struct Share {
    std::size_t begin, end;
  };
  [[nodiscard]] Share share(std::size_t member, std::size_t n,
                            std::size_t grain = 512) const noexcept;

 private:
  void serve(std::size_t member, int cpu);
  void carry_out(std::size_t member);
  std::mutex failure_mutex_;
  std::exception_ptr failure_;
  const std::function<void(std::size_t)>* work_ = nullptr;
  // Of 32 bits, for such are what the kernel waits on without a detour.
  std::atomic<std::uint32_t> round_{0};  ///< counts pieces of work; a new number starts the members
  std::atomic<std::uint32_t> busy_{0};   ///< members that have not finished this piece
  std::atomic<bool> stop_{false};
  /// Pieces of one member that nobody has begun; on a line of its own, for others look at it, too.
  struct alignas(64) Pieces {
    std::atomic<std::size_t> next{0};
    std::size_t end = 0;
  };
  std::vector<Pieces> pieces_;
  cpu_set_t callers_cpus_{};
  std::vector<std::thread> threads_;
};

}  // namespace assay::host
