#include "collectives/mpi/roll_call.hpp"

#include <algorithm>
#include <numeric>

#include "collectives/mpi/calls.hpp"
#include "collectives/mpi/patience.hpp"

namespace assay {
namespace {

constexpr int kTag = 0;

std::vector<int> peers_of(MPI_Comm comm) {
  int rank = 0;
  int size = 0;
  require_mpi(MPI_Comm_rank(comm, &rank), "MPI_Comm_rank");
  require_mpi(MPI_Comm_size(comm, &size), "MPI_Comm_size");
  if (rank != 0) return {0};
  std::vector<int> others(static_cast<std::size_t>(size) - 1);
  std::iota(others.begin(), others.end(), 1);
  return others;
}

}  // namespace

RollCall::RollCall(MPI_Comm voice)
    : voice_(voice),
      peers_(peers_of(voice)),
      heard_(peers_.size(), MPI_REQUEST_NULL),
      said_(peers_.size(), MPI_REQUEST_NULL),
      words_(peers_.size()),
      indices_(peers_.size()),
      statuses_(peers_.size()) {}

// A word that a peer has not taken yet stays on its way: one is as good as two.
void RollCall::speak() {
  for (std::size_t i = 0; i < peers_.size(); ++i)
    if (said_[i] == MPI_REQUEST_NULL)
      MPI_Isend(&word_, 1, MPI_CHAR, peers_[i], kTag, voice_, &said_[i]);
}

void RollCall::listen() {
  for (std::size_t i = 0; i < peers_.size(); ++i)
    if (heard_[i] == MPI_REQUEST_NULL)
      MPI_Irecv(&words_[i], 1, MPI_CHAR, peers_[i], kTag, voice_, &heard_[i]);
}

bool RollCall::done() {
  int arrived = 0;
  const auto count = static_cast<int>(peers_.size());
  MPI_Testsome(count, heard_.data(), &arrived, indices_.data(), statuses_.data());
  int sent = 0;
  MPI_Testsome(count, said_.data(), &sent, indices_.data(), statuses_.data());
  const auto open = [](MPI_Request request) { return request != MPI_REQUEST_NULL; };
  return std::none_of(heard_.begin(), heard_.end(), open) &&
         std::none_of(said_.begin(), said_.end(), open);
}

std::vector<int> RollCall::silent(Clock& clock, double deadline_s) {
  Patience patience(clock, deadline_s);
  listen();
  speak();
  while (!done() && patience.again()) {
  }
  std::vector<int> silent;
  for (std::size_t i = 0; i < peers_.size(); ++i)
    if (heard_[i] != MPI_REQUEST_NULL) silent.push_back(peers_[i]);
  return silent;
}

}  // namespace assay
