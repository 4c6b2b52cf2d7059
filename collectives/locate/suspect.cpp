#include "collectives/locate/suspect.hpp"

namespace assay::locate {
namespace {

/// So much of what passes a cell may be fast by chance.
constexpr double kFastByChance = 0.2;
constexpr double kPartsOfMany = 0.8;
constexpr std::int32_t kLeastOfMany = 3;
/// Ten ends, and three for each of two uplinks.
constexpr std::size_t kMostSuspects = 16;

void append(std::vector<std::int32_t>& cells, const std::array<std::int32_t, 2>& more) {
  cells.insert(cells.end(), more.begin(), more.end());
}

Parts both_ways(const Cells& cells, std::int32_t adapter) {
  Parts parts(2);
  append(parts[0], cells.end(adapter, Way::sending));
  append(parts[1], cells.end(adapter, Way::receiving));
  return parts;
}

Parts of_direction(const Cells& cells, const Suspect& suspect) {
  Parts parts(1);
  append(parts[0], cells.end(suspect.index, *suspect.way));
  return parts;
}

Parts of_rails(const Fabric& fabric, const Cells& cells, const Suspect& suspect) {
  Parts parts;
  for (std::int32_t rail = 0; rail < fabric.rails; ++rail)
    for (const Way way : {Way::sending, Way::receiving})
      if (!suspect.way || *suspect.way == way)
        append(parts.emplace_back(), cells.end(fabric.adapter(suspect.index, rail), way));
  return parts;
}

/// A part a node: adapters are listed node by node.
Parts of_leaf(const Fabric& fabric, const Cells& cells, std::int32_t leaf) {
  Parts parts;
  std::int32_t last = -1;
  for (const std::int32_t adapter : cells.below(leaf)) {
    if (adapter / fabric.rails != last) parts.emplace_back();
    last = adapter / fabric.rails;
    append(parts.back(), cells.end(adapter, Way::sending));
    append(parts.back(), cells.end(adapter, Way::receiving));
  }
  return parts;
}

Parts of_link(const Cells& cells, const Suspect& suspect) {
  Parts parts;
  for (const Way way : {Way::sending, Way::receiving})
    if (!suspect.way || *suspect.way == way)
      parts.emplace_back(1, cells.link_cell(suspect.index, way));
  return parts;
}

/// Every flow over a spine goes down to one leaf, so it is counted once.
Parts of_spine(const Fabric& fabric, const Cells& cells, std::int32_t uplink) {
  Parts parts;
  for (std::size_t leaf = 0; leaf < fabric.topology.leaves.size(); ++leaf)
    parts.emplace_back(
        1, cells.link_cell(cells.link(static_cast<std::int32_t>(leaf), uplink), Way::receiving));
  return parts;
}

/// What the evidence says of one part.
struct Part {
  std::int32_t slow = 0;
  bool cleared = false;
  bool measured = false;
};

Part look(const Evidence& evidence, const std::vector<std::int32_t>& cells) {
  Part part;
  for (const std::int32_t cell : cells) {
    const Evidence::Count count = evidence.count(cell);
    part.slow += count.slow;
    part.measured |= !evidence.passing(cell).empty();
    part.cleared |= count.fast > kFastByChance * (count.fast + count.slow);
  }
  return part;
}

bool has_many_parts(Kind kind) { return kind == Kind::leaf || kind == Kind::spine; }

}  // namespace

Parts parts_of(const Fabric& fabric, const Cells& cells, const Suspect& suspect) {
  switch (suspect.kind) {
    case Kind::node:
      return of_rails(fabric, cells, suspect);
    case Kind::nic:
      return both_ways(cells, suspect.index);
    case Kind::direction:
      return suspect.one_rail ? of_direction(cells, suspect) : of_rails(fabric, cells, suspect);
    case Kind::leaf:
      return of_leaf(fabric, cells, suspect.index);
    case Kind::spine:
      return of_spine(fabric, cells, suspect.index);
    case Kind::uplink:
      return of_link(cells, suspect);
    case Kind::rail:
    case Kind::pair:
    case Kind::at_scale:
      break;
  }
  return {};
}

std::vector<Suspect> suspects_of(const Fabric& fabric, const Cells& cells, const Flow& flow) {
  std::vector<Suspect> all;
  all.reserve(kMostSuspects);
  const auto end = [&](std::int32_t node, Way way) {
    const std::int32_t adapter = fabric.adapter(node, flow.rail);
    all.push_back({Kind::node, node, {}, false});
    all.push_back({Kind::nic, adapter, {}, false});
    all.push_back({Kind::direction, node, way, false});
    all.push_back({Kind::direction, adapter, way, true});
    if (fabric.leaf(adapter) >= 0) all.push_back({Kind::leaf, fabric.leaf(adapter), {}, false});
  };
  end(flow.from, Way::sending);
  end(flow.to, Way::receiving);
  const std::array<std::int32_t, 4> passed = cells.of(flow);
  const auto link = [&](std::int32_t cell, Way way) {
    if (cell < 0) return;
    const std::int32_t number = (cell - cells.link_cell(0, way)) / 2;
    all.push_back({Kind::uplink, number, way, false});
    if (!cells.routing_known()) return;
    all.push_back({Kind::uplink, number, {}, false});
    all.push_back({Kind::spine, cells.uplink_of_link(number), {}, false});
  };
  link(passed[2], Way::sending);
  link(passed[3], Way::receiving);
  return all;
}

std::int32_t explains(const Evidence& evidence, const Suspect& suspect) {
  std::int32_t slow = 0;
  std::int32_t slow_parts = 0;
  std::int32_t other_parts = 0;  // cleared, or for the narrow kinds without a slow flow
  const bool many = has_many_parts(suspect.kind);
  for (const auto& cells : parts_of(evidence.fabric(), evidence.cells(), suspect)) {
    const Part part = look(evidence, cells);
    if (!part.measured && suspect.kind != Kind::uplink) continue;
    slow += part.slow;
    if (part.slow > 0 && !part.cleared)
      ++slow_parts;
    else if (part.cleared || !many)
      ++other_parts;
  }
  if (many && slow_parts < kLeastOfMany) return 0;
  const double least = many ? kPartsOfMany * (slow_parts + other_parts) : slow_parts + other_parts;
  return slow_parts >= least ? slow : 0;
}

}  // namespace assay::locate
