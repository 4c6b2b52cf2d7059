#include <cstring>

#include "collectives/mpi/arithmetic.hpp"
#include "collectives/mpi/buffers.hpp"
#include "collectives/mpi/calls.hpp"
#include "collectives/mpi/communicator.hpp"

// The operations of the port that reduce.

namespace assay {
namespace {

/// Where MPI's own reduce_scatter, which reduces at one rank and scatters from there, is slower
/// than one reduction for each rank at once: measured on 4 hosts, bytes of one rank. With very many
/// ranks the requests alone would cost more than they save.
constexpr std::int64_t kReduceForEachFrom = 32768;
constexpr int kReduceForEachRanks = 256;
/// Where the steps of an all-reduce cost more than its bytes; and where two ranks, for which the
/// library reduces along a tree, are better off with one exchange: measured over TCP.
constexpr std::int64_t kDoubleUpTo = 4096, kPairsDoubleFrom = 524288;
/// Doublings that run side by side have tags of their own, and none that movement.cpp has.
constexpr int kFirstDoublingTag = 1024, kDoublingTags = 1024;

}  // namespace

void MpiCommunicator::all_reduce(const void* send, void* receive, std::int64_t count,
                                 ElementType type, Reduction reduction) {
  check(count, "all_reduce");
  const std::int64_t bytes = count * bytes_of(type);
  work_->submit("all_reduce", {stretch(send, bytes), stretch(receive, bytes)}, [=, this] {
    const bool doubles = bytes <= kDoubleUpTo || (size_ == 2 && bytes >= kPairsDoubleFrom);
    for (const Piece& piece : reducible(count, type)) {
      const void* from = at(send, piece.begin, type);
      void* to = at(receive, piece.begin, type);
      if (doubles)
        reduce_by_doubling(from, to, piece.count, type, reduction);
      else
        require_mpi(MPI_Iallreduce(send == receive ? MPI_IN_PLACE : from, to,
                                   static_cast<int>(piece.count), datatype(type),
                                   session_->types().op(type, reduction), comm_, work_->request()),
                    "MPI_Iallreduce");
    }
    average(receive, count, type, reduction);
  });
}

void MpiCommunicator::reduce_by_doubling(const void* send, void* receive, std::int64_t count,
                                         ElementType type, Reduction reduction) {
  const auto bytes = static_cast<std::size_t>(count * bytes_of(type));
  if (send != receive && bytes > 0) std::memcpy(receive, send, bytes);
  doublings_ = (doublings_ + 1) % kDoublingTags;
  work_->begin({receive, work_->scratch(bytes), static_cast<int>(count), datatype(type),
                session_->types().op(type, reduction), comm_, rank_, size_,
                kFirstDoublingTag + doublings_});
}

void MpiCommunicator::reduce_scatter(const void* send, void* receive, std::int64_t count,
                                     ElementType type, Reduction reduction) {
  check(count, "reduce_scatter");
  const std::int64_t bytes = count * bytes_of(type);
  const Touched touched{stretch(send, bytes * size_), stretch(receive, bytes)};
  work_->submit("reduce_scatter", touched, [=, this] {
    const bool too_large = bytes > session_->most_bytes() / size_;
    if (too_large || (bytes >= kReduceForEachFrom && size_ <= kReduceForEachRanks))
      for (int root = 0; root < size_; ++root)
        reduce_pieces(at(send, root * count, type), receive, count, type, reduction, root);
    else
      scatter_at_once(send, receive, count, type, reduction);
    average(receive, count, type, reduction);
  });
}

// MPI's own rule for in place wants the result at the beginning of all blocks, ours at this rank's.
void MpiCommunicator::scatter_at_once(const void* send, void* receive, std::int64_t count,
                                      ElementType type, Reduction reduction) {
  const bool in_place = receive == at(send, rank_ * count, type);
  const auto bytes = static_cast<std::size_t>(count * bytes_of(type));
  void* result = in_place ? work_->scratch(bytes) : receive;
  require_mpi(
      MPI_Ireduce_scatter_block(send, result, static_cast<int>(count), datatype(type),
                                session_->types().op(type, reduction), comm_, work_->request()),
      "MPI_Ireduce_scatter_block");
  if (in_place && bytes > 0) work_->afterwards([=] { std::memcpy(receive, result, bytes); });
}

void MpiCommunicator::reduce(const void* send, void* receive, std::int64_t count, ElementType type,
                             Reduction reduction, int root) {
  check(count, "reduce");
  const std::int64_t bytes = count * bytes_of(type);
  const Touched touched{stretch(send, bytes), stretch(receive, rank_ == root ? bytes : 0)};
  work_->submit("reduce", touched, [=, this] {
    reduce_pieces(send, receive, count, type, reduction, root);
    if (rank_ == root) average(receive, count, type, reduction);
  });
}

void MpiCommunicator::reduce_pieces(const void* send, void* receive, std::int64_t count,
                                    ElementType type, Reduction reduction, int root) {
  for (const Piece& piece : reducible(count, type)) {
    const bool in_place = rank_ == root && send == receive;
    const void* from = in_place ? MPI_IN_PLACE : at(send, piece.begin, type);
    void* to = rank_ == root ? at(receive, piece.begin, type) : nullptr;
    require_mpi(MPI_Ireduce(from, to, static_cast<int>(piece.count), datatype(type),
                            session_->types().op(type, reduction), root, comm_, work_->request()),
                "MPI_Ireduce");
  }
}

void MpiCommunicator::average(void* data, std::int64_t count, ElementType type,
                              Reduction reduction) {
  if (reduction != Reduction::average || size_ == 1) return;
  work_->afterwards([=, ranks = size_] { divide(data, count, type, ranks); });
}

}  // namespace assay
