#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "burnin/load/clock_offset.hpp"
#include "burnin/load/hall.hpp"
#include "cli/fabric/hall_power.hpp"
#include "cli/fabric/hello.hpp"
#include "collectives/launch.hpp"
#include "core/clock.hpp"
#include "suites/runner/runner.hpp"

namespace assay {

/// What this process is among those that the launcher started with it.
struct FabricPlace {
  std::int64_t rank = 0, size = 1;  ///< in nodes
  std::int64_t gpus = 0;            ///< of this node, each a rank of its own among GPUs
};

/// When a node starts a load that all nodes play.
struct CommonStart {
  double epoch_wall_s = 0;         ///< of the own wall clock: second `played_s` of the load
  double played_s = 0;             ///< of the load by every node, in earlier legs
  ClockOffset clock;               ///< how far the own wall clock is ahead of rank 0's
  std::optional<NodePower> power;  ///< of the node that draws most; absent = one does not know
};

/// The other nodes of a run, as this one knows them. Everything goes through workers: where one is
/// lost this process lives on, and says why the tests that need others could not be carried out.
class Fabric {
 public:
  /// `runner` must outlive it and has the crews that there are (mpi, nccl).
  Fabric(Runner& runner, FabricPlace place, Hello hello, Sharing sharing);

  /// Makes the acquaintance of all nodes. False if the run was interrupted.
  [[nodiscard]] bool meet();
  /// Readies the ranks for `test`. What stands against carrying it out, "" = nothing; nothing at
  /// all if the run was interrupted.
  [[nodiscard]] std::optional<std::string> prepare(const PlannedTest& test);
  /// Where the worker of device `post` stands among the ranks of `test`.
  [[nodiscard]] RankPlace place_of(const PlannedTest& test, std::size_t post) const;
  /// What came of a test of several ranks: where one was lost, GPUs need to meet anew.
  void note(const PlannedTest& test, const std::vector<Result>& results);

  /// `text` of every node, on rank 0; empty on the others, and where the others cannot be asked.
  [[nodiscard]] std::vector<std::string> gather(const std::string& text);

  /// Agrees with the other nodes on when a load begins, given what this one would do alone: of all
  /// nodes the least that was played and the most that is drawn; alone it is as given. Nothing if
  /// the run was interrupted.
  [[nodiscard]] std::optional<CommonStart> start_together(CommonStart own, const Clock& clock);

  /// What all nodes drew in a load, slot by slot, on rank 0; elsewhere, and where the others cannot
  /// be asked, without slots. `own` is nullptr where this node did not play it.
  [[nodiscard]] HallPower sum_power(const SharedPower* own);

  /// Parts from the others in order, so that the launcher takes nobody for lost.
  void leave();

  [[nodiscard]] const FabricPlace& place() const noexcept { return place_; }
  /// By rank, on rank 0, as far as they came; else this one.
  [[nodiscard]] const std::vector<Hello>& nodes() const noexcept { return nodes_; }
  /// Why there is nothing to be measured with the others; "" if there is.
  [[nodiscard]] const std::string& why_not() const noexcept { return why_not_; }

 private:
  [[nodiscard]] bool alone() const noexcept { return place_.size == 1; }
  [[nodiscard]] std::string gathered(const std::string& text, double timeout_s);
  [[nodiscard]] std::string agreed(const std::string& text);
  [[nodiscard]] std::string summed(const std::string& numbers);
  [[nodiscard]] std::string invite(const PlannedTest& test);
  [[nodiscard]] std::string new_id();
  Runner& runner_;
  FabricPlace place_;
  Hello hello_;
  Sharing sharing_;
  std::vector<Hello> nodes_;
  std::string why_not_;
  std::string id_;         ///< by which GPUs find each other; "" = they have to meet first
  Variables environment_;  ///< that the GPUs' workers were started with when they met
  bool lost_ = false;      ///< a GPU of this node was lost since they met
};

}  // namespace assay
