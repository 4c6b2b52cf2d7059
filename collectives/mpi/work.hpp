#pragma once
#include <mpi.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "collectives/mpi/patience.hpp"

namespace assay {

/// What was begun on one communicator and is not done yet.
class MpiWork {
 public:
  /// `operation` names what is begun now, for messages; a literal.
  void begin(const char* operation) noexcept {
    if (requests_.empty()) first_ = operation;
  }
  /// A request of what was begun.
  [[nodiscard]] MPI_Request* request() { return &requests_.emplace_back(MPI_REQUEST_NULL); }
  /// Carried out when all requests are done, in this order.
  void afterwards(std::function<void()> step) { after_.push_back(std::move(step)); }
  /// Memory that lives until all requests are done.
  [[nodiscard]] void* scratch(std::size_t bytes);

  /// Returns when all is done. Throws Stalled when `patience` ends before, Error naming the call
  /// that was begun first where one fails.
  void finish(Patience& patience);
  [[nodiscard]] bool empty() const noexcept { return requests_.empty(); }

 private:
  [[nodiscard]] bool done();
  const char* first_ = "";
  std::vector<MPI_Request> requests_;
  std::vector<MPI_Status> statuses_;
  std::vector<std::function<void()>> after_;
  std::vector<std::vector<std::byte>> used_, spare_;
};

}  // namespace assay
