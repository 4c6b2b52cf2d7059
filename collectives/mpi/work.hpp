#pragma once
#include <mpi.h>

#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "collectives/mpi/doubling.hpp"
#include "collectives/mpi/patience.hpp"
#include "collectives/mpi/touched.hpp"

namespace assay {

/// What was begun on one communicator and is not done yet. MPI's own non-blocking calls run side by
/// side, ours are in order: so one that touches what an earlier one writes, or writes what an
/// earlier one reads, is begun when that is done. All after it are begun after it, for the ranks
/// must make MPI's calls in one order.
class MpiWork {
 public:
  /// Begins `start`, now or from finish(). `operation` names it for messages; a literal.
  template <class Start>
  void submit(const char* operation, const Touched& touched, Start&& start) {
    if (!queue_.empty() || conflicts(touched)) {
      queue_.push_back({operation, touched, std::forward<Start>(start)});
      return;
    }
    note(operation, touched);
    start();
  }

  // For `start`:
  /// A request of what is begun.
  [[nodiscard]] MPI_Request* request() { return &requests_.emplace_back(MPI_REQUEST_NULL); }
  /// Begins what goes on by itself, round after round.
  void begin(const Doubling::Task& task) { doublings_.emplace_back(task); }
  /// Carried out when all that was begun before it is done.
  void afterwards(std::function<void()> step) { after_.push_back(std::move(step)); }
  /// Memory that lives until all that was begun before it is done.
  [[nodiscard]] void* scratch(std::size_t bytes);

  /// Returns when all is done. Throws Stalled when `patience` ends before, Error naming the
  /// operation that was begun first where one fails.
  void finish(Patience& patience);
  /// True where MPI holds nothing of what was begun.
  [[nodiscard]] bool idle() const noexcept;

 private:
  struct Waiting {
    const char* operation;
    Touched touched;
    std::function<void()> start;
  };
  [[nodiscard]] bool conflicts(const Touched& touched) const noexcept;
  void note(const char* operation, const Touched& touched);
  void finish_begun(Patience& patience);
  [[nodiscard]] bool done();
  [[nodiscard]] bool requests_done();
  /// What is begun was `first_` and others.
  [[nodiscard]] std::string named() const;

  const char* first_ = "";
  std::vector<Touched> touched_;  ///< one for each operation that is begun
  std::vector<MPI_Request> requests_;
  std::vector<MPI_Status> statuses_;
  std::vector<Doubling> doublings_;
  std::vector<std::function<void()>> after_;
  std::vector<std::vector<std::byte>> used_, spare_;
  std::deque<Waiting> queue_;
};

}  // namespace assay
