#include "collectives/mpi/work.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "collectives/communicator.hpp"
#include "collectives/mpi/calls.hpp"

namespace assay {

bool MpiWork::conflicts(const Touched& touched) const noexcept {
  return std::any_of(touched_.begin(), touched_.end(),
                     [&](const Touched& earlier) { return earlier.conflicts(touched); });
}

void MpiWork::note(const char* operation, const Touched& touched) {
  if (touched_.empty()) first_ = operation;
  touched_.push_back(touched);
}

std::string MpiWork::named() const {
  const std::size_t more = touched_.size() - 1 + queue_.size();
  return more == 0 ? first_ : fmt::format("{} and {} more operations", first_, more);
}

void* MpiWork::scratch(std::size_t bytes) {
  std::vector<std::byte> memory;
  if (!spare_.empty()) {
    memory = std::move(spare_.back());
    spare_.pop_back();
  }
  memory.resize(bytes);
  return used_.emplace_back(std::move(memory)).data();
}

// One request is the common case, in which a short message is to cost no more than it must.
bool MpiWork::requests_done() {
  int all = 0;
  int code = MPI_SUCCESS;
  if (requests_.size() == 1)
    code = MPI_Test(requests_.data(), &all, MPI_STATUS_IGNORE);
  else
    code =
        MPI_Testall(static_cast<int>(requests_.size()), requests_.data(), &all, statuses_.data());
  if (code == MPI_SUCCESS) return all != 0;
  if (code == MPI_ERR_IN_STATUS)
    for (const MPI_Status& status : statuses_)
      if (status.MPI_ERROR != MPI_ERR_PENDING)
        require_mpi(status.MPI_ERROR, ("MPI_Testall for " + named()).c_str());
  require_mpi(code, ("MPI_Test for " + named()).c_str());
  return false;
}

bool MpiWork::done() {
  const bool begun = requests_.empty() || requests_done();
  std::erase_if(doublings_, [](Doubling& each) { return each.advance(); });
  return begun && doublings_.empty();
}

void MpiWork::finish_begun(Patience& patience) {
  if (requests_.size() > 1) statuses_.resize(requests_.size());
  patience.next();
  while (!done())
    if (!patience.again()) throw Stalled(named() + ": ranks are missing at the deadline");
  for (const auto& step : after_) step();
  requests_.clear();
  after_.clear();
  touched_.clear();
  for (auto& memory : used_) spare_.push_back(std::move(memory));
  used_.clear();
}

bool MpiWork::idle() const noexcept {
  return doublings_.empty() &&
         std::all_of(requests_.begin(), requests_.end(),
                     [](MPI_Request request) { return request == MPI_REQUEST_NULL; });
}

void MpiWork::finish(Patience& patience) {
  while (!touched_.empty() || !queue_.empty()) {
    finish_begun(patience);
    while (!queue_.empty() && !conflicts(queue_.front().touched)) {
      note(queue_.front().operation, queue_.front().touched);
      queue_.front().start();
      queue_.pop_front();
    }
  }
}

}  // namespace assay
