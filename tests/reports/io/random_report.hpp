#pragma once
#include "reports/report.hpp"
#include "tests/reports/io/dice.hpp"

namespace assay::test {

[[nodiscard]] Metric random_metric(Dice& dice, const std::string& name);
[[nodiscard]] Result random_result(Dice& dice);
[[nodiscard]] Event random_event(Dice& dice);
[[nodiscard]] Series random_series(Dice& dice);
[[nodiscard]] Node random_node(Dice& dice);

/// A report in which any optional part may be there or not; at most `most` results, events and
/// series.
[[nodiscard]] Report random_report(Dice& dice, std::size_t most);

/// The report of a quick run: `tests` results with ordinary numbers, four metrics each.
[[nodiscard]] Report ordinary_report(std::size_t tests);

}  // namespace assay::test
