#pragma once
#include <mpi.h>

#include <array>
#include <cstdint>

namespace assay {

/// An all-reduce by recursive doubling, for few bytes or few ranks: in each round two ranks
/// exchange what they have and both reduce it, and the distance between them doubles, so that
/// log2(ranks) rounds suffice. Ranks beyond a power of two give what they have to a neighbour first
/// and take the result from it. Open MPI's blocking call does the same; its non-blocking one, which
/// reduces along one tree and broadcasts along another, takes twice the steps.
///
/// Both partners of a round must get the same bits: `op` must be commutative.
class Doubling {
 public:
  struct Task {
    void* data;     ///< what this rank has; what all have together when done
    void* scratch;  ///< as long as `data`
    int count;
    MPI_Datatype type;
    MPI_Op op;
    MPI_Comm comm;
    int rank, size;
    int tag;  ///< of this operation alone, among those that run side by side
  };

  /// Begins. `task`'s memory must live until advance() was true. Throws Error where MPI refuses.
  explicit Doubling(const Task& task);
  /// Goes on as far as messages have come; true when all is done. Throws Error where MPI refuses.
  [[nodiscard]] bool advance();

 private:
  /// What is waited for.
  enum class Round { neighbours, doubling, result, done };

  [[nodiscard]] bool heard();
  void begin(Round round);
  void reduce();
  void proceed();
  void send(int to, MPI_Request& request) const;
  void receive(void* into, int from, MPI_Request& request) const;
  /// Of the ranks that double, the one with the number `member`.
  [[nodiscard]] int rank_of(int member) const noexcept;

  Task task_;
  int members_;  ///< how many double: a power of two
  int extra_;    ///< how many ranks there are beyond
  int member_;   ///< this rank's number among them; -1 = not among them
  int distance_ = 1;
  Round round_ = Round::neighbours;
  std::array<MPI_Request, 2> requests_{MPI_REQUEST_NULL, MPI_REQUEST_NULL};
};

}  // namespace assay
