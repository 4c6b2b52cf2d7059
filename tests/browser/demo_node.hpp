#pragma once
#include "reports/report.hpp"
#include "reports/verdict.hpp"

namespace assay::test {

/// A standard run on a node of eight H100, with telemetry, and what its shipped profile says of it.
struct DemoNode {
  Report report;
  Judgement judgement;
};

/// GPU 5 is slow and hot, one adapter has lost a link, one test is not there.
[[nodiscard]] DemoNode bad_node();

/// The same without faults.
[[nodiscard]] DemoNode good_demo_node();

/// The good one whose every word is what no machine should say of itself; texts of `bytes` bytes.
[[nodiscard]] DemoNode hostile_node(std::size_t bytes);

/// What no machine should say of itself: markup, quotes, newlines, formulas, escape sequences,
/// marks that turn the direction of writing. Every script among them sets the title to "owned".
[[nodiscard]] const std::vector<std::string>& hostile_words();

}  // namespace assay::test
