#pragma once
#include <string>
#include <vector>

#include "collectives/communicator.hpp"
#include "core/facts.hpp"
#include "kernels/device.hpp"
#include "suites/runner/job.hpp"

namespace assay {

/// The fact in which a test brings back what it heard from other ranks for the parent of its
/// worker.
inline constexpr const char* kConveyed = "conveyed";

/// The fact that names ranks of which nothing was heard: "1, 5".
inline constexpr const char* kSilentRanks = "silent_ranks";

/// How a worker comes to its place among other ranks. Lives as long as the worker.
class Ranks {
 public:
  Ranks() = default;
  Ranks(const Ranks&) = delete;
  Ranks& operator=(const Ranks&) = delete;
  virtual ~Ranks() = default;
  /// The ranks of `job`, of which `device` is one; the same as for the job before where they are
  /// the same. Throws Error where they cannot be had, or were given up.
  [[nodiscard]] virtual Communicator& join(const Job& job, Device& device) = 0;
  /// Adds to each result what carried the data: library, transport, algorithm, as far as is known.
  virtual void describe(std::vector<Result>& results) = 0;
  /// For after Stalled: the ranks that are missing, none where nobody can tell. There are no ranks
  /// any more.
  [[nodiscard]] virtual std::vector<int> give_up() = 0;
};

}  // namespace assay
