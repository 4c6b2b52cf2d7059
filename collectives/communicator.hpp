#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "collectives/elements.hpp"
#include "core/error.hpp"

namespace assay {

/// A rank did not do its part in time: the communicator is of no more use and must be aborted.
class Stalled : public Error {
 public:
  explicit Stalled(const std::string& what, Where at = Where::here()) : Error(what, at) {}
};

class GpuCommunicator;

/// What one rank gives to each rank and takes from it in all_to_all_v: elements, and where they
/// begin in the buffer. One entry a rank in each.
struct Shares {
  std::vector<std::int64_t> send_counts, send_offsets;
  std::vector<std::int64_t> receive_counts, receive_offsets;
};

/// The port behind which ranks talk to each other: NCCL among GPUs, MPI among hosts, threads in one
/// process.
///
/// Buffers are memory of the device that the communicator was opened for, are not owned, and must
/// live until wait() has returned; after Stalled, what is late may arrive until silent() has
/// returned. Counts are elements. An operation begins when it is called; the ranks must call the
/// same ones in the same order. In place: reductions and broadcast with send == receive; all_gather
/// with send == receive + rank x count; reduce_scatter with receive == send + rank x count; others
/// never.
///
/// Every call throws Error, naming call and status, where the library refuses; wait(), split() and
/// time() throw Stalled where ranks are missing at the deadline. Not for use by several threads.
class Communicator {
 public:
  Communicator() = default;
  Communicator(const Communicator&) = delete;
  Communicator& operator=(const Communicator&) = delete;
  virtual ~Communicator() = default;

  [[nodiscard]] virtual int rank() const noexcept = 0;
  [[nodiscard]] virtual int size() const noexcept = 0;

  /// `count` elements of every rank become `count` elements on every rank.
  virtual void all_reduce(const void* send, void* receive, std::int64_t count, ElementType type,
                          Reduction reduction) = 0;
  /// `count` elements of each rank; size x count are received.
  virtual void all_gather(const void* send, void* receive, std::int64_t count,
                          ElementType type) = 0;
  /// size x count elements of each rank; `count` are received.
  virtual void reduce_scatter(const void* send, void* receive, std::int64_t count, ElementType type,
                              Reduction reduction) = 0;
  virtual void broadcast(void* data, std::int64_t count, ElementType type, int root) = 0;
  /// `receive` is written on `root` only.
  virtual void reduce(const void* send, void* receive, std::int64_t count, ElementType type,
                      Reduction reduction, int root) = 0;
  /// `count` elements to each rank and from each.
  virtual void all_to_all(const void* send, void* receive, std::int64_t count,
                          ElementType type) = 0;
  virtual void all_to_all_v(const void* send, void* receive, const Shares& shares,
                            ElementType type) = 0;
  /// `count` elements of each rank; size x count are received on `root`.
  virtual void gather(const void* send, void* receive, std::int64_t count, ElementType type,
                      int root) = 0;
  /// `count` elements for each rank, from `root`, which alone reads `send`.
  virtual void scatter(const void* send, void* receive, std::int64_t count, ElementType type,
                       int root) = 0;
  /// `count` elements to rank `to` and as many from rank `from`; -1 = none.
  virtual void send_receive(const void* send, int to, void* receive, int from, std::int64_t count,
                            ElementType type) = 0;
  virtual void barrier() = 0;

  /// Returns when everything that was begun is done on this rank.
  virtual void wait(double deadline_s) = 0;
  /// Seconds that each of `calls` back-to-back calls of `operation` took, on the clock that is
  /// closest to the work; `operation` begins one operation. `deadline_s` holds for all of them.
  [[nodiscard]] virtual std::vector<double> time(int calls, double deadline_s,
                                                 const std::function<void()>& operation) = 0;

  /// The ranks of equal `colour`, in the order of their ranks here; nullptr where it is negative.
  [[nodiscard]] virtual std::unique_ptr<Communicator> split(int colour, double deadline_s) = 0;
  /// For after Stalled: the ranks of which nothing is heard within `deadline_s`, as far as this one
  /// can tell. Rank 0 hears every other, the others hear rank 0: a call costs as many messages as
  /// there are ranks. Empty where the library has no way to ask.
  [[nodiscard]] virtual std::vector<int> silent(double deadline_s) = 0;
  /// Gives up: what was begun never ends, and only silent() and the destructor may be called after
  /// it.
  virtual void abort() noexcept = 0;
  /// What there is beyond this port among GPUs; nullptr elsewhere. As long as this lives.
  [[nodiscard]] virtual GpuCommunicator* on_gpus() noexcept { return nullptr; }
};

}  // namespace assay
