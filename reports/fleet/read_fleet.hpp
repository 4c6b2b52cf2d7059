#pragma once
#include <string>
#include <vector>

#include "reports/fleet/criteria.hpp"
#include "reports/fleet/node.hpp"
#include "reports/fleet/supply.hpp"
#include "reports/peers/night.hpp"
#include "reports/site.hpp"

namespace assay::fleet {

/// A fleet as it was read, each node judged by itself.
struct FleetRead {
  std::vector<FleetNode> nodes;      ///< in the order of the input
  Night night;                       ///< of the nodes that may be compared: each once
  std::vector<std::size_t> node_of;  ///< a node of the night -> index into `nodes`
  std::vector<Result> links;         ///< between nodes: subjects with two ends, of fabric reports
  std::size_t by_shape = 0;          ///< reports that did not have to be read in full
};

/// Reads and judges all reports that `supply` hands out, on `threads` threads. A report that cannot
/// be read is a node; so is a path without any report. Nodes of one name are all named and none of
/// them is compared. `paths` are those that `supply` was made of; `site` may be nullptr.
[[nodiscard]] FleetRead read_fleet(Supply& supply, const std::vector<std::string>& paths,
                                   const Criteria& criteria, const Site* site, std::size_t threads);

/// Says of every node whose name stands twice that it does. For each node whether its name is its
/// own alone.
std::vector<bool> name_duplicates(std::vector<FleetNode>& nodes);

}  // namespace assay::fleet
