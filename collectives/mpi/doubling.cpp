#include "collectives/mpi/doubling.hpp"

#include <bit>

#include "collectives/mpi/calls.hpp"

namespace assay {

// Of the first 2 x extra_ ranks the even ones stand aside and the odd ones double.
Doubling::Doubling(const Task& task)
    : task_(task),
      members_(static_cast<int>(std::bit_floor(static_cast<unsigned>(task.size)))),
      extra_(task.size - members_),
      member_(task.rank >= 2 * extra_ ? task.rank - extra_
              : task.rank % 2 == 1    ? task.rank / 2
                                      : -1) {
  begin(extra_ > 0 ? Round::neighbours : Round::doubling);
}

int Doubling::rank_of(int member) const noexcept {
  return member < extra_ ? 2 * member + 1 : member + extra_;
}

bool Doubling::advance() {
  while (round_ != Round::done && heard()) proceed();
  return round_ == Round::done;
}

bool Doubling::heard() {
  int all = 0;
  require_mpi(MPI_Testall(2, requests_.data(), &all, MPI_STATUSES_IGNORE),
              "MPI_Testall for all_reduce");
  return all != 0;
}

void Doubling::proceed() {
  switch (round_) {
    case Round::neighbours:
      if (member_ >= 0 && task_.rank < 2 * extra_) reduce();
      begin(member_ < 0 ? Round::result : Round::doubling);
      return;
    case Round::doubling:
      reduce();
      distance_ *= 2;
      begin(Round::doubling);
      return;
    case Round::result:
    case Round::done:
      round_ = Round::done;
  }
}

void Doubling::begin(Round round) {
  round_ = round;
  const bool paired = task_.rank < 2 * extra_;
  if (round == Round::neighbours) {
    if (paired && member_ < 0) send(task_.rank + 1, requests_[0]);
    if (paired && member_ >= 0) receive(task_.scratch, task_.rank - 1, requests_[0]);
  } else if (round == Round::doubling && distance_ < members_) {
    const int partner = rank_of(member_ ^ distance_);
    receive(task_.scratch, partner, requests_[0]);
    send(partner, requests_[1]);
  } else {
    round_ = paired ? Round::result : Round::done;
    if (member_ < 0) receive(task_.data, task_.rank + 1, requests_[0]);
    if (member_ >= 0 && paired) send(task_.rank - 1, requests_[0]);
  }
}

void Doubling::reduce() {
  require_mpi(MPI_Reduce_local(task_.scratch, task_.data, task_.count, task_.type, task_.op),
              "MPI_Reduce_local");
}

void Doubling::send(int to, MPI_Request& request) const {
  require_mpi(MPI_Isend(task_.data, task_.count, task_.type, to, task_.tag, task_.comm, &request),
              "MPI_Isend");
}

void Doubling::receive(void* into, int from, MPI_Request& request) const {
  require_mpi(MPI_Irecv(into, task_.count, task_.type, from, task_.tag, task_.comm, &request),
              "MPI_Irecv");
}

}  // namespace assay
