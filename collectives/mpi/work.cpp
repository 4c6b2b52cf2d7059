#include "collectives/mpi/work.hpp"

#include <fmt/format.h>

#include "collectives/communicator.hpp"
#include "collectives/mpi/calls.hpp"

namespace assay {

void* MpiWork::scratch(std::size_t bytes) {
  std::vector<std::byte> memory;
  if (!spare_.empty()) {
    memory = std::move(spare_.back());
    spare_.pop_back();
  }
  memory.resize(bytes);
  return used_.emplace_back(std::move(memory)).data();
}

bool MpiWork::done() {
  int all = 0;
  const int code =
      MPI_Testall(static_cast<int>(requests_.size()), requests_.data(), &all, statuses_.data());
  if (code == MPI_ERR_IN_STATUS)
    for (const MPI_Status& status : statuses_)
      if (status.MPI_ERROR != MPI_ERR_PENDING) require_mpi(status.MPI_ERROR, first_);
  require_mpi(code, first_);
  return all != 0;
}

void MpiWork::finish(Patience& patience) {
  if (requests_.empty()) return;
  statuses_.resize(requests_.size());
  patience.next();
  while (!done())
    if (!patience.again())
      throw Stalled(
          fmt::format("{}: not done at the deadline ({} requests)", first_, requests_.size()));
  requests_.clear();
  for (const auto& step : after_) step();
  after_.clear();
  for (auto& memory : used_) spare_.push_back(std::move(memory));
  used_.clear();
}

}  // namespace assay
