#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "collectives/locate/culprit.hpp"
#include "collectives/locate/probe.hpp"

namespace assay::locate {

/// What a flow passes, cut into cells: the smallest parts that can be told apart. An adapter has
/// four (sending or receiving, within its leaf or beyond), an uplink two (up, down). A culprit is a
/// set of cells. Where routing is not known, each adapter stands for the uplink that leads to it.
class Cells {
 public:
  /// `fabric` outlives this.
  explicit Cells(const Fabric& fabric);

  [[nodiscard]] std::int32_t count() const { return adapter_cells_ + 2 * links_; }
  [[nodiscard]] std::int32_t links() const { return links_; }
  [[nodiscard]] bool routing_known() const { return uplinks_ > 0; }
  [[nodiscard]] std::int32_t uplinks() const { return uplinks_; }

  /// -1 fills unused places: sender, receiver, uplink up, uplink down.
  [[nodiscard]] std::array<std::int32_t, 4> of(const Flow& flow) const;

  /// Both cells of an adapter's direction.
  [[nodiscard]] std::array<std::int32_t, 2> end(std::int32_t adapter, Way way) const;
  [[nodiscard]] std::int32_t link_cell(std::int32_t link, Way way) const {
    return adapter_cells_ + 2 * link + (way == Way::receiving ? 1 : 0);
  }
  [[nodiscard]] std::int32_t link(std::int32_t leaf, std::int32_t uplink) const {
    return leaf * uplinks_ + uplink;
  }
  [[nodiscard]] std::int32_t leaf_of_link(std::int32_t link) const;
  /// -1 where routing is not known.
  [[nodiscard]] std::int32_t uplink_of_link(std::int32_t link) const;

  /// The adapters below a leaf.
  [[nodiscard]] const std::vector<std::int32_t>& below(std::int32_t leaf) const {
    return below_[static_cast<std::size_t>(leaf)];
  }

 private:
  const Fabric& fabric_;
  std::int32_t adapter_cells_ = 0, uplinks_ = 0, links_ = 0;
  std::vector<std::vector<std::int32_t>> below_;
};

}  // namespace assay::locate
