#pragma once
#include <string>

#include "reports/report.hpp"
#include "tests/reports/profiles/chips.hpp"

namespace assay::test {

/// The highest bus bandwidth over the chip's links, from the table in docs/metrics/collective.md,
/// apart from what the program computes; 0 where not every such node has links.
[[nodiscard]] double collective_ceiling(const Chip& chip, const std::string& test,
                                        std::int64_t nodes);

/// Adds what `gpu` reports of collectives of `nodes` nodes, at the largest sizes of a quick and of
/// a standard run, at `share` of the ceiling.
void measure_collectives(Report& report, const Chip& chip, const Subject& gpu, std::int64_t nodes,
                         double share);

}  // namespace assay::test
