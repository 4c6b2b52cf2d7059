#pragma once
#include <string>
#include <vector>

#include "reports/dossier/packed.hpp"
#include "reports/report.hpp"
#include "reports/verdict.hpp"

namespace assay {

/// One reading of all subjects over the time of the run.
struct Plot {
  struct Line {
    std::string subject;
    double t0_s = 0, period_s = 1;
    PackedNumbers low, mean, high;
  };
  std::string name;
  Unit unit = Unit::count;
  std::vector<Line> lines;
};

/// The recordings of a report, one plot a quantity: power, temperature and clocks first. A line has
/// at most 480 points; where a recording has more, several are folded into one, whose least and
/// greatest stay.
[[nodiscard]] std::vector<Plot> plots_of(const Report& report);

/// When a test was carried out.
struct TestSpan {
  std::string test;
  double from_s = 0, to_s = 0;   ///< after the start of the run
  std::optional<Verdict> worst;  ///< of what the judgement says of the test, if it is not a pass
};

/// All tests of which the report says when they began, in order of time.
[[nodiscard]] std::vector<TestSpan> test_spans(const Report& report, const Judgement& judgement);

}  // namespace assay
