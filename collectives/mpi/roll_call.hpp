#pragma once
#include <mpi.h>

#include <list>
#include <vector>

#include "core/clock.hpp"

namespace assay {

/// Who is still there. Each call says one word to rank 0 and hears one from it; rank 0 does so with
/// every other. A word that came late is heard by the next call.
class RollCall {
 public:
  /// `voice` is a communicator for this alone and must outlive what is asked of it.
  explicit RollCall(MPI_Comm voice);
  /// Ranks of which no word came within `deadline_s`, in order. Returns at once when all were
  /// heard. Where MPI itself refuses, that is no word either.
  [[nodiscard]] std::vector<int> silent(Clock& clock, double deadline_s);

 private:
  void speak();
  void listen();
  /// Takes in what has arrived; true when there is nothing left to wait for.
  bool done();
  MPI_Comm voice_;
  std::vector<int> peers_;
  /// One for each peer: what is heard is MPI_REQUEST_NULL. Those of a silent peer stay, for a word
  /// that was asked for cannot be asked back where nobody answers.
  std::vector<MPI_Request> heard_;
  std::vector<MPI_Request> said_;
  std::vector<char> words_;
  std::vector<int> indices_;
  std::vector<MPI_Status> statuses_;
  char word_ = 1;
};

}  // namespace assay
