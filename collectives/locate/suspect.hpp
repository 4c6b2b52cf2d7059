#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <vector>

#include "collectives/locate/evidence.hpp"

namespace assay::locate {

/// Something that could be at fault: a kind and a number of that kind.
struct Suspect {
  Kind kind = Kind::node;
  /// Of a node or a direction of all rails: the node; of a NIC or a direction of one: the adapter;
  /// of a leaf or a spine: it; of an uplink: the link.
  std::int32_t index = 0;
  std::optional<Way> way;
  bool one_rail = false;  ///< of a direction
  friend auto operator<=>(const Suspect&, const Suspect&) = default;
};

/// The cells of a suspect, in the parts that must each be slow for it to be the cause.
using Parts = std::vector<std::vector<std::int32_t>>;
[[nodiscard]] Parts parts_of(const Fabric& fabric, const Cells& cells, const Suspect& suspect);

/// Everything that a flow passes could be the cause of its being slow. Pairs are not among them.
[[nodiscard]] std::vector<Suspect> suspects_of(const Fabric& fabric, const Cells& cells,
                                               const Flow& flow);

/// How many flows are slow that the suspect would explain; 0 if it cannot be the cause: a fast flow
/// clears what it passes. For leaves and spines, which have many parts, four of five must be slow,
/// and three at least.
[[nodiscard]] std::int32_t explains(const Evidence& evidence, const Suspect& suspect);

}  // namespace assay::locate
