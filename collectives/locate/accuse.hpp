#pragma once
#include <cstdint>
#include <vector>

#include "collectives/locate/suspect.hpp"

namespace assay::locate {

/// A suspect that is the cause of slow flows.
struct Accusation {
  Suspect suspect;
  double level = 0;                  ///< ratio to the baseline that it lets through
  std::vector<std::uint32_t> flows;  ///< those that it explains
  std::vector<Suspect> ties;         ///< suspects of its kind that explain exactly the same
};

/// The fewest causes that explain what is slow: again and again the suspect that explains most,
/// whose flows are then explained unless they are slower still. A suspect needs three flows with
/// three different partners (an uplink: three pairs); `least_partners` is lower in a fabric that
/// has fewer. What the others account for altogether is dropped in the end. Marks what is
/// explained. O(flows), times the logarithm of the number of suspects.
[[nodiscard]] std::vector<Accusation> accuse(Evidence& evidence, std::int32_t least_partners);

}  // namespace assay::locate
