#include <algorithm>

#include "collectives/mpi/buffers.hpp"
#include "collectives/mpi/calls.hpp"
#include "collectives/mpi/communicator.hpp"

// The operations of the port that move.

namespace assay {
namespace {

constexpr int kSendReceiveTag = 1;
constexpr int kAllToAllTag = 2;

/// All that lies between the first and the last share.
Stretch hull(const void* buffer, const std::vector<std::int64_t>& counts,
             const std::vector<std::int64_t>& offsets, ElementType type) {
  std::int64_t end = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) end = std::max(end, offsets[i] + counts[i]);
  return stretch(buffer, end * bytes_of(type));
}

}  // namespace

void MpiCommunicator::all_gather(const void* send, void* receive, std::int64_t count,
                                 ElementType type) {
  check(count, "all_gather");
  const std::int64_t bytes = count * bytes_of(type);
  work_->submit("all_gather", {stretch(send, bytes), stretch(receive, bytes * size_)}, [=, this] {
    const MpiSpan each = span(count, type, size_);
    const bool in_place = send == at(receive, rank_ * count, type);
    require_mpi(MPI_Iallgather(in_place ? MPI_IN_PLACE : send, each.count(), each.type(), receive,
                               each.count(), each.type(), comm_, work_->request()),
                "MPI_Iallgather");
  });
}

void MpiCommunicator::broadcast(void* data, std::int64_t count, ElementType type, int root) {
  check(count, "broadcast");
  const Stretch all = stretch(data, count * bytes_of(type));
  work_->submit("broadcast", {all, rank_ == root ? Stretch{} : all}, [=, this] {
    for (const Piece& piece : reducible(count, type))
      require_mpi(MPI_Ibcast(at(data, piece.begin, type), static_cast<int>(piece.count),
                             datatype(type), root, comm_, work_->request()),
                  "MPI_Ibcast");
  });
}

void MpiCommunicator::all_to_all(const void* send, void* receive, std::int64_t count,
                                 ElementType type) {
  check(count, "all_to_all");
  const std::int64_t bytes = count * size_ * bytes_of(type);
  work_->submit("all_to_all", {stretch(send, bytes), stretch(receive, bytes)}, [=, this] {
    const MpiSpan each = span(count, type, size_);
    require_mpi(MPI_Ialltoall(send, each.count(), each.type(), receive, each.count(), each.type(),
                              comm_, work_->request()),
                "MPI_Ialltoall");
  });
}

// Pair by pair, as the library itself does it, for its own call knows no offsets past 2^31; and
// which rank needs them only that rank knows.
void MpiCommunicator::all_to_all_v(const void* send, void* receive, const Shares& shares,
                                   ElementType type) {
  const auto ranks = static_cast<std::size_t>(size_);
  for (const auto* list :
       {&shares.send_counts, &shares.send_offsets, &shares.receive_counts, &shares.receive_offsets})
    if (list->size() != ranks) throw Error("all_to_all_v: the shares are not one for each rank");
  for (const auto* counts : {&shares.send_counts, &shares.receive_counts})
    check(*std::min_element(counts->begin(), counts->end()), "all_to_all_v");
  const Touched touched{hull(send, shares.send_counts, shares.send_offsets, type),
                        hull(receive, shares.receive_counts, shares.receive_offsets, type)};
  work_->submit("all_to_all_v", touched, [=, this] {
    for (int step = 0; step < size_; ++step) {
      const int from = (rank_ + size_ - step) % size_;
      const auto i = static_cast<std::size_t>(from);
      take(at(receive, shares.receive_offsets[i], type), from, shares.receive_counts[i], type,
           kAllToAllTag);
    }
    for (int step = 0; step < size_; ++step) {
      const int to = (rank_ + step) % size_;
      const auto i = static_cast<std::size_t>(to);
      give(at(send, shares.send_offsets[i], type), to, shares.send_counts[i], type, kAllToAllTag);
    }
  });
}

void MpiCommunicator::gather(const void* send, void* receive, std::int64_t count, ElementType type,
                             int root) {
  check(count, "gather");
  const std::int64_t bytes = count * bytes_of(type);
  const Touched touched{stretch(send, bytes), stretch(receive, rank_ == root ? bytes * size_ : 0)};
  work_->submit("gather", touched, [=, this] {
    const MpiSpan each = span(count, type, size_);
    require_mpi(MPI_Igather(send, each.count(), each.type(), receive, each.count(), each.type(),
                            root, comm_, work_->request()),
                "MPI_Igather");
  });
}

void MpiCommunicator::scatter(const void* send, void* receive, std::int64_t count, ElementType type,
                              int root) {
  check(count, "scatter");
  const std::int64_t bytes = count * bytes_of(type);
  const Touched touched{stretch(send, rank_ == root ? bytes * size_ : 0), stretch(receive, bytes)};
  work_->submit("scatter", touched, [=, this] {
    const MpiSpan each = span(count, type, size_);
    require_mpi(MPI_Iscatter(send, each.count(), each.type(), receive, each.count(), each.type(),
                             root, comm_, work_->request()),
                "MPI_Iscatter");
  });
}

void MpiCommunicator::send_receive(const void* send, int to, void* receive, int from,
                                   std::int64_t count, ElementType type) {
  check(count, "send_receive");
  const std::int64_t bytes = count * bytes_of(type);
  const Touched touched{stretch(send, to < 0 ? 0 : bytes), stretch(receive, from < 0 ? 0 : bytes)};
  work_->submit("send_receive", touched, [=, this] {
    if (from >= 0) take(receive, from, count, type, kSendReceiveTag);
    if (to >= 0) give(send, to, count, type, kSendReceiveTag);
  });
}

void MpiCommunicator::give(const void* send, int to, std::int64_t count, ElementType type,
                           int tag) {
  const MpiSpan all = span(count, type, 1);
  require_mpi(MPI_Isend(send, all.count(), all.type(), to, tag, comm_, work_->request()),
              "MPI_Isend");
}

void MpiCommunicator::take(void* receive, int from, std::int64_t count, ElementType type, int tag) {
  const MpiSpan all = span(count, type, 1);
  require_mpi(MPI_Irecv(receive, all.count(), all.type(), from, tag, comm_, work_->request()),
              "MPI_Irecv");
}

void MpiCommunicator::barrier() {
  check(0, "barrier");
  work_->submit("barrier", {},
                [this] { require_mpi(MPI_Ibarrier(comm_, work_->request()), "MPI_Ibarrier"); });
}

}  // namespace assay
