#pragma once
#include <map>
#include <string>
#include <vector>

#include "reports/compare/side_by_side.hpp"

namespace assay {

/// What both sides must measure to be compared at all, whatever the conditions.
struct FigureName {
  std::string test, metric, each;
  friend auto operator<=>(const FigureName&, const FigureName&) = default;
};

/// Condition -> its value as text. "hardware", "level", "data", "statistic", "algorithm" and
/// "protocol" are among them, where there are any; the others are parameters.
using Conditions = std::map<std::string, std::string>;

/// The values of one quantity under the same conditions.
struct FigureRuns {
  Unit unit = Unit::count;
  Better better = Better::higher;
  std::vector<double> values;  ///< one a report
};

/// What one side measured.
struct MeasuredSide {
  ComparedSide stated;
  std::map<FigureName, std::map<Conditions, FigureRuns>> quantities;
  std::vector<NoEvidence> left_out;
};

/// Reads what is sound and right out of `reports`; the rest is named in `left_out`. Throws
/// InputError if a quantity is in two units.
[[nodiscard]] MeasuredSide side_of(const std::string& name, const std::vector<ReadReport>& reports);

/// The conditions without those that neither side has a common value of, and what those were:
/// "data random / zeros". FigureRuns that only they told apart are together then.
struct AlikeRuns {
  std::map<Conditions, FigureRuns> a, b;
  std::string unlike;
};
[[nodiscard]] AlikeRuns without_unlike(const std::map<Conditions, FigureRuns>& a,
                                       const std::map<Conditions, FigureRuns>& b);

}  // namespace assay
