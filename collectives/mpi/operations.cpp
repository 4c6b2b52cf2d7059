#include <cstring>

#include "collectives/mpi/calls.hpp"
#include "collectives/mpi/communicator.hpp"

// The operations of the port, each as the calls of MPI that it is.

namespace assay {
namespace {

constexpr int kSendReceiveTag = 1;
constexpr int kAllToAllTag = 2;
/// Where MPI's own reduce_scatter, which reduces at one rank and scatters from there, is slower
/// than one reduction for each rank at once: measured on 2 to 4 hosts, bytes of one rank. With very
/// many ranks the requests alone would cost more than they save.
constexpr std::int64_t kReduceForEachFrom = 32768;
constexpr int kReduceForEachRanks = 256;

const std::byte* at(const void* buffer, std::int64_t elements, ElementType type) noexcept {
  return static_cast<const std::byte*>(buffer) + elements * bytes_of(type);
}
std::byte* at(void* buffer, std::int64_t elements, ElementType type) noexcept {
  return static_cast<std::byte*>(buffer) + elements * bytes_of(type);
}

}  // namespace

void MpiCommunicator::all_reduce(const void* send, void* receive, std::int64_t count,
                                 ElementType type, Reduction reduction) {
  begin("all_reduce", count);
  session_->small_all_reduce().prepare(count * bytes_of(type));
  const MPI_Op op = session_->types().op(type, reduction);
  for (const Piece& piece : reducible(count, type)) {
    const void* from = send == receive ? MPI_IN_PLACE : at(send, piece.begin, type);
    require_mpi(MPI_Iallreduce(from, at(receive, piece.begin, type), static_cast<int>(piece.count),
                               session_->types().datatype(type), op, comm_, work_->request()),
                "MPI_Iallreduce");
  }
  average(receive, count, type, reduction);
}

void MpiCommunicator::all_gather(const void* send, void* receive, std::int64_t count,
                                 ElementType type) {
  begin("all_gather", count);
  const Span each = span(count, type, size_);
  const bool in_place = send == at(receive, rank_ * count, type);
  require_mpi(MPI_Iallgather(in_place ? MPI_IN_PLACE : send, each.count(), each.type(), receive,
                             each.count(), each.type(), comm_, work_->request()),
              "MPI_Iallgather");
}

void MpiCommunicator::reduce_scatter(const void* send, void* receive, std::int64_t count,
                                     ElementType type, Reduction reduction) {
  begin("reduce_scatter", count);
  const MPI_Op op = session_->types().op(type, reduction);
  const std::int64_t bytes = count * bytes_of(type);
  const bool too_large = bytes > session_->most_bytes() / size_;
  if (too_large || (bytes >= kReduceForEachFrom && size_ <= kReduceForEachRanks))
    for (int root = 0; root < size_; ++root)
      reduce_pieces(at(send, root * count, type), receive, count, type, op, root);
  else
    scatter_at_once(send, receive, count, type, op);
  average(receive, count, type, reduction);
}

// MPI's own rule for in place wants the result at the beginning of all blocks, ours at this rank's.
void MpiCommunicator::scatter_at_once(const void* send, void* receive, std::int64_t count,
                                      ElementType type, MPI_Op op) {
  const bool in_place = receive == at(send, rank_ * count, type);
  const auto bytes = static_cast<std::size_t>(count * bytes_of(type));
  void* result = in_place ? work_->scratch(bytes) : receive;
  require_mpi(
      MPI_Ireduce_scatter_block(send, result, static_cast<int>(count),
                                session_->types().datatype(type), op, comm_, work_->request()),
      "MPI_Ireduce_scatter_block");
  if (in_place && bytes > 0) work_->afterwards([=] { std::memcpy(receive, result, bytes); });
}

void MpiCommunicator::broadcast(void* data, std::int64_t count, ElementType type, int root) {
  begin("broadcast", count);
  for (const Piece& piece : reducible(count, type))
    require_mpi(MPI_Ibcast(at(data, piece.begin, type), static_cast<int>(piece.count),
                           session_->types().datatype(type), root, comm_, work_->request()),
                "MPI_Ibcast");
}

void MpiCommunicator::reduce(const void* send, void* receive, std::int64_t count, ElementType type,
                             Reduction reduction, int root) {
  begin("reduce", count);
  reduce_pieces(send, receive, count, type, session_->types().op(type, reduction), root);
  if (rank_ == root) average(receive, count, type, reduction);
}

void MpiCommunicator::reduce_pieces(const void* send, void* receive, std::int64_t count,
                                    ElementType type, MPI_Op op, int root) {
  for (const Piece& piece : reducible(count, type)) {
    const bool in_place = rank_ == root && send == receive;
    const void* from = in_place ? MPI_IN_PLACE : at(send, piece.begin, type);
    void* to = rank_ == root ? at(receive, piece.begin, type) : nullptr;
    require_mpi(MPI_Ireduce(from, to, static_cast<int>(piece.count),
                            session_->types().datatype(type), op, root, comm_, work_->request()),
                "MPI_Ireduce");
  }
}

void MpiCommunicator::all_to_all(const void* send, void* receive, std::int64_t count,
                                 ElementType type) {
  begin("all_to_all", count);
  const Span each = span(count, type, size_);
  require_mpi(MPI_Ialltoall(send, each.count(), each.type(), receive, each.count(), each.type(),
                            comm_, work_->request()),
              "MPI_Ialltoall");
}

// Pair by pair, as the library itself does it, for its own call knows no offsets past 2^31; and
// which rank needs them only that rank knows.
void MpiCommunicator::all_to_all_v(const void* send, void* receive, const Shares& shares,
                                   ElementType type) {
  begin("all_to_all_v", 0);
  const auto ranks = static_cast<std::size_t>(size_);
  for (const auto* list :
       {&shares.send_counts, &shares.send_offsets, &shares.receive_counts, &shares.receive_offsets})
    if (list->size() != ranks) throw Error("all_to_all_v: shares are not one for each rank");
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
}

void MpiCommunicator::gather(const void* send, void* receive, std::int64_t count, ElementType type,
                             int root) {
  begin("gather", count);
  const Span each = span(count, type, size_);
  require_mpi(MPI_Igather(send, each.count(), each.type(), receive, each.count(), each.type(), root,
                          comm_, work_->request()),
              "MPI_Igather");
}

void MpiCommunicator::scatter(const void* send, void* receive, std::int64_t count, ElementType type,
                              int root) {
  begin("scatter", count);
  const Span each = span(count, type, size_);
  require_mpi(MPI_Iscatter(send, each.count(), each.type(), receive, each.count(), each.type(),
                           root, comm_, work_->request()),
              "MPI_Iscatter");
}

void MpiCommunicator::send_receive(const void* send, int to, void* receive, int from,
                                   std::int64_t count, ElementType type) {
  begin("send_receive", count);
  if (from >= 0) take(receive, from, count, type, kSendReceiveTag);
  if (to >= 0) give(send, to, count, type, kSendReceiveTag);
}

void MpiCommunicator::give(const void* send, int to, std::int64_t count, ElementType type,
                           int tag) {
  const Span all = span(count, type, 1);
  require_mpi(MPI_Isend(send, all.count(), all.type(), to, tag, comm_, work_->request()),
              "MPI_Isend");
}

void MpiCommunicator::take(void* receive, int from, std::int64_t count, ElementType type, int tag) {
  const Span all = span(count, type, 1);
  require_mpi(MPI_Irecv(receive, all.count(), all.type(), from, tag, comm_, work_->request()),
              "MPI_Irecv");
}

void MpiCommunicator::barrier() {
  begin("barrier", 0);
  require_mpi(MPI_Ibarrier(comm_, work_->request()), "MPI_Ibarrier");
}

}  // namespace assay
