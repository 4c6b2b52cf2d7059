#pragma once
#include "reports/dossier/fleet_order.hpp"
#include "reports/dossier/page_values.hpp"

namespace assay {

// The parts of the data of a fleet's page, each within its budget.

/// Names, verdicts, places, serials of all nodes; reasons of those that did not pass.
void put_nodes(const FleetPage& fleet, const FleetOrder& order, const PageBudget& budget,
               Json& data);

/// Every metric of the night: its values, its spread, its spread in earlier nights.
void put_metrics(const FleetPage& fleet, const FleetOrder& order, const PageBudget& budget,
                 Json& data);

/// Versions and other words that nodes say of themselves, and who says which.
void put_words(const FleetPage& fleet, const FleetOrder& order, Json& data);

/// Matrices of links, and totals of the nights.
void put_links_and_nights(const FleetPage& fleet, const PageBudget& budget, Json& data);

}  // namespace assay
