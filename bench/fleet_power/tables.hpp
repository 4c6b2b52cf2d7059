#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

#include "reports/peers/simulate/fleet.hpp"
#include "reports/peers/simulate/score.hpp"

namespace assay {

/// How much is tried: 1 fills the tables of docs/performance.md.
struct Effort {
  double factor = 1;
  std::uint64_t seed = 1;
};

/// What many fleets of one plan gave.
struct Trials {
  peers::PeerScore score;
  std::size_t fleets = 0, nights = 0;  ///< judged, of all fleets together
};

/// Judges `fleets` fleets of `plan` on night `night` alone, re-tests what is listed on another
/// night, and scores that.
[[nodiscard]] Trials try_night(peers::FleetPlan plan, std::size_t fleets, std::uint64_t seed);

/// Judges `nights` nights in a row with what is past, and scores the last `scored` of them; a
/// subject named in any of these counts as found.
[[nodiscard]] Trials try_nights(peers::FleetPlan plan, std::size_t fleets, std::size_t nights,
                                std::size_t scored, std::uint64_t seed);

/// Each prints one table in Markdown.
void print_power(const Effort& effort);
void print_false_alarms(const Effort& effort);
void print_scenarios(const Effort& effort);
void print_history(const Effort& effort);
void print_speed(const Effort& effort);

}  // namespace assay
