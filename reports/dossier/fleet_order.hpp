#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "reports/dossier/fleet_page.hpp"

namespace assay {

/// Where the nodes of a page stand: in racks, a rack's nodes from its lowest unit up.
struct FleetOrder {
  std::vector<const PageNode*> nodes;   ///< as the page numbers them, not owned
  std::vector<std::uint32_t> in_night;  ///< of each its node of the night, or NodeWords::kNotSaid
  std::vector<std::string> racks;       ///< "" = not known
  std::vector<std::uint32_t> rack_of;   ///< of each node
};

/// Racks and names in natural order; the rack is the node's own word, else the night's.
[[nodiscard]] FleetOrder order_of(const FleetPage& fleet);

}  // namespace assay
