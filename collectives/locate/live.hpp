#pragma once
#include <memory>
#include <optional>

#include "collectives/communicator.hpp"
#include "collectives/locate/probe.hpp"

namespace assay::locate {

struct LiveOptions {
  std::int64_t bytes = std::int64_t{4} << 20;  ///< of one message
  int calls = 8;                               ///< timed, in each direction
  double patience_s = 5;                       ///< for the calls of one direction
};

/// The ranks of a communicator as nodes that can be measured: one rank a node, buffers in host
/// memory. Rank 0 has the probes, all others follow(). Each pair and group talks among itself: one
/// that gives no answer costs its patience and holds up nobody else. Where a rank is lost nothing
/// more can be measured: its pair of that round has no answer, all others of it are left out, and
/// from then on the probes throw Ended; at once where nobody can tell which rank it is.
class LiveRanks {
 public:
  /// `ranks` must outlive it. Where a pair or group gave no answer they are only to be left after
  /// it: what never ended would arrive in memory that is gone.
  LiveRanks(Communicator& ranks, const LiveOptions& options);
  LiveRanks(const LiveRanks&) = delete;
  LiveRanks& operator=(const LiveRanks&) = delete;
  ~LiveRanks();

  /// On rank 0. A round costs messages that grow with the number of ranks, 20 bytes each, and a
  /// split.
  [[nodiscard]] PairProbe& pairs();
  [[nodiscard]] GroupProbe& groups();
  /// On rank 0: lets the others go. To be called once.
  void end();
  /// On all others: does what rank 0 asks for until end(). Throws Stalled where it is not heard.
  void follow();
  /// The rank that was lost, where it is known.
  [[nodiscard]] std::optional<int> silent() const;

 private:
  class Work;
  class Pairs;
  class Groups;
  std::unique_ptr<Work> work_;
  std::unique_ptr<Pairs> pairs_;
  std::unique_ptr<Groups> groups_;
};

}  // namespace assay::locate
