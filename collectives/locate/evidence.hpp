#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "collectives/locate/baseline.hpp"
#include "collectives/locate/cells.hpp"

namespace assay::locate {

/// All flows, each as fast, slow or explained (slow for a reason that is already known), counted by
/// the cells that they pass. Memory: about 50 bytes a flow.
class Evidence {
 public:
  enum class State : std::uint8_t { fast, slow, explained };
  struct Count {
    std::int32_t fast = 0, slow = 0;  ///< explained flows count as neither: they say nothing
  };

  /// All references outlive this.
  Evidence(const Fabric& fabric, const Baseline& baseline, const Cells& cells,
           std::span<const Flow> flows);

  [[nodiscard]] const Fabric& fabric() const { return fabric_; }
  [[nodiscard]] const Baseline& baseline() const { return baseline_; }
  [[nodiscard]] const Cells& cells() const { return cells_; }
  [[nodiscard]] std::span<const Flow> flows() const { return flows_; }
  [[nodiscard]] double ratio(std::size_t flow) const { return ratios_[flow]; }
  [[nodiscard]] State state(std::size_t flow) const { return states_[flow]; }
  [[nodiscard]] Count count(std::int32_t cell) const {
    return counts_[static_cast<std::size_t>(cell)];
  }
  /// Numbers of the flows that pass a cell.
  [[nodiscard]] std::span<const std::uint32_t> passing(std::int32_t cell) const;
  /// Numbers of the flows that are slow, explained or not.
  [[nodiscard]] std::vector<std::uint32_t> slow() const;

  void explain(std::uint32_t flow);

 private:
  void index();

  const Fabric& fabric_;
  const Baseline& baseline_;
  const Cells& cells_;
  std::span<const Flow> flows_;
  std::vector<double> ratios_;
  std::vector<State> states_;
  std::vector<Count> counts_;
  std::vector<std::uint32_t> first_, order_;  ///< flows by cell
};

}  // namespace assay::locate
