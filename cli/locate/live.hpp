#pragma once
#include <string>

#include "cli/exit_code.hpp"
#include "cli/locate/search.hpp"
#include "cli/output.hpp"
#include "collectives/launch.hpp"
#include "suites/registry.hpp"

namespace assay {

/// A search over the nodes that a launcher has started this program on.
struct LiveSearch {
  SearchOptions search;
  std::string site, topology, format = "text", out;
  double budget_s = 600;
};

/// Carries it out on this node; rank 0 writes what was found, all others nothing. Throws InputError
/// for files that cannot be read, Error where the nodes do not meet.
[[nodiscard]] ExitCode locate_live(const LiveSearch& live, const Launched& launched,
                                   Console& console);

/// Adds the worker's part.
void add_live_search(Registry& registry);

}  // namespace assay
