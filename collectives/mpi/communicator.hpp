#pragma once
#include <mpi.h>

#include <memory>

#include "collectives/communicator.hpp"
#include "collectives/mpi/pieces.hpp"
#include "collectives/mpi/roll_call.hpp"
#include "collectives/mpi/session.hpp"
#include "collectives/mpi/span.hpp"
#include "collectives/mpi/work.hpp"

namespace assay {

/// Ranks that reach each other through MPI: the path of the hosts, on memory of the host. Only
/// non-blocking calls are made, and asked after until the deadline.
///
/// What is begun between two wait() runs side by side where it touches different memory, and in
/// order where it does not. After Stalled a late message may still be written where it was meant to
/// go, while silent() asks: the buffers must live as long as the process.
class MpiCommunicator final : public Communicator {
 public:
  /// Takes both communicators over: `comm` for the work, `voice` for silent() alone.
  MpiCommunicator(std::shared_ptr<MpiSession> session, MPI_Comm comm, MPI_Comm voice);
  MpiCommunicator(const MpiCommunicator&) = delete;
  MpiCommunicator& operator=(const MpiCommunicator&) = delete;
  ~MpiCommunicator() override;

  [[nodiscard]] int rank() const noexcept override { return rank_; }
  [[nodiscard]] int size() const noexcept override { return size_; }

  void all_reduce(const void* send, void* receive, std::int64_t count, ElementType type,
                  Reduction reduction) override;
  void all_gather(const void* send, void* receive, std::int64_t count, ElementType type) override;
  void reduce_scatter(const void* send, void* receive, std::int64_t count, ElementType type,
                      Reduction reduction) override;
  void broadcast(void* data, std::int64_t count, ElementType type, int root) override;
  void reduce(const void* send, void* receive, std::int64_t count, ElementType type,
              Reduction reduction, int root) override;
  void all_to_all(const void* send, void* receive, std::int64_t count, ElementType type) override;
  void all_to_all_v(const void* send, void* receive, const Shares& shares,
                    ElementType type) override;
  void gather(const void* send, void* receive, std::int64_t count, ElementType type,
              int root) override;
  void scatter(const void* send, void* receive, std::int64_t count, ElementType type,
               int root) override;
  void send_receive(const void* send, int to, void* receive, int from, std::int64_t count,
                    ElementType type) override;
  void barrier() override;

  void wait(double deadline_s) override;
  [[nodiscard]] std::vector<double> time(int calls, double deadline_s,
                                         const std::function<void()>& operation) override;
  [[nodiscard]] std::unique_ptr<Communicator> split(int colour, double deadline_s) override;
  [[nodiscard]] std::vector<int> silent(double deadline_s) override;
  void abort() noexcept override { session_->give_up(), ended_ = true; }

 private:
  /// Throws Error where nothing may begin any more, or where `count` is negative.
  void check(std::int64_t count, const char* operation) const;
  void finish(Patience& patience);
  [[nodiscard]] MPI_Datatype datatype(ElementType type) const noexcept {
    return session_->types().datatype(type);
  }
  /// `count` elements for each of `parts` ranks, as MPI takes them.
  [[nodiscard]] MpiSpan span(std::int64_t count, ElementType type, int parts) const;
  /// `count` elements, in stretches that one reduction takes.
  [[nodiscard]] std::vector<Piece> reducible(std::int64_t count, ElementType type) const;
  void reduce_by_doubling(const void* send, void* receive, std::int64_t count, ElementType type,
                          Reduction reduction);
  void reduce_pieces(const void* send, void* receive, std::int64_t count, ElementType type,
                     Reduction reduction, int root);
  void scatter_at_once(const void* send, void* receive, std::int64_t count, ElementType type,
                       Reduction reduction);
  /// Makes an average of what is a sum when it is done.
  void average(void* data, std::int64_t count, ElementType type, Reduction reduction);
  void give(const void* send, int to, std::int64_t count, ElementType type, int tag);
  void take(void* receive, int from, std::int64_t count, ElementType type, int tag);

  std::shared_ptr<MpiSession> session_;
  MPI_Comm comm_, voice_;
  int rank_ = 0, size_ = 0;
  bool ended_ = false;  ///< aborted or stalled
  int doublings_ = 0;   ///< how many were begun, modulo their tags
  std::unique_ptr<MpiWork> work_;
  std::unique_ptr<RollCall> roll_call_;
};

}  // namespace assay
