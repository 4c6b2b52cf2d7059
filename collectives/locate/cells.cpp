#include "collectives/locate/cells.hpp"

#include <algorithm>

namespace assay::locate {
namespace {

constexpr std::int32_t kCellsOfAdapter = 4;

std::int32_t adapter_cell(std::int32_t adapter, Way way, bool within) {
  return kCellsOfAdapter * adapter + (way == Way::receiving ? 2 : 0) + (within ? 1 : 0);
}

}  // namespace

Cells::Cells(const Fabric& fabric)
    : fabric_(fabric),
      adapter_cells_(kCellsOfAdapter * fabric.adapters()),
      below_(fabric.topology.leaves.size()) {
  for (const std::int32_t uplink : fabric.topology.uplink_of)
    uplinks_ = std::max(uplinks_, uplink + 1);
  const auto leaves = static_cast<std::int32_t>(below_.size());
  links_ = routing_known() ? leaves * uplinks_ : fabric.adapters();
  for (std::int32_t adapter = 0; adapter < fabric.adapters(); ++adapter)
    if (const std::int32_t leaf = fabric.leaf(adapter); leaf >= 0)
      below_[static_cast<std::size_t>(leaf)].push_back(adapter);
}

std::array<std::int32_t, 2> Cells::end(std::int32_t adapter, Way way) const {
  return {adapter_cell(adapter, way, false), adapter_cell(adapter, way, true)};
}

std::array<std::int32_t, 4> Cells::of(const Flow& flow) const {
  const std::int32_t from = fabric_.adapter(flow.from, flow.rail);
  const std::int32_t to = fabric_.adapter(flow.to, flow.rail);
  const bool within = fabric_.same_leaf(from, to);
  std::array<std::int32_t, 4> cells{adapter_cell(from, Way::sending, within),
                                    adapter_cell(to, Way::receiving, within), -1, -1};
  if (within || fabric_.leaf(from) < 0 || fabric_.leaf(to) < 0) return cells;
  if (!routing_known()) {
    cells[3] = link_cell(to, Way::receiving);
    return cells;
  }
  const std::int32_t uplink = fabric_.topology.uplink_of[static_cast<std::size_t>(to)];
  if (uplink < 0) return cells;
  cells[2] = link_cell(link(fabric_.leaf(from), uplink), Way::sending);
  cells[3] = link_cell(link(fabric_.leaf(to), uplink), Way::receiving);
  return cells;
}

std::int32_t Cells::leaf_of_link(std::int32_t link) const {
  return routing_known() ? link / uplinks_ : fabric_.leaf(link);
}

std::int32_t Cells::uplink_of_link(std::int32_t link) const {
  return routing_known() ? link % uplinks_ : -1;
}

}  // namespace assay::locate
