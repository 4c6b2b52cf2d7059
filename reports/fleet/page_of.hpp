#pragma once
#include <vector>

#include "reports/dossier/fleet_page.hpp"
#include "reports/fleet/conclude.hpp"

namespace assay::fleet {

/// What the page of a fleet shows of `verdict`, with the trend since the nights `before`, oldest
/// first. Points into both.
[[nodiscard]] FleetPage page_of(const FleetVerdict& verdict,
                                const std::vector<FleetVerdict>& before);

/// The last day on which a run of `verdict` began: "2026-11-21"; "" where no report says.
[[nodiscard]] std::string date_of(const FleetVerdict& verdict);

}  // namespace assay::fleet
