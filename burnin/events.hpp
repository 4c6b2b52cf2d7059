#pragma once
#include <vector>

#include "core/facts.hpp"

namespace assay {

/// Adds what a source noticed to `events`, unless another source told it already: of one Xid both
/// NVML and the kernel's log tell. The kernel's line, which says more, then takes the other's
/// place. True if it is news.
bool add_event(std::vector<Event>& events, Event event);

}  // namespace assay
