#pragma once
#include <optional>
#include <string>
#include <vector>

#include "reports/report.hpp"
#include "reports/verdict.hpp"

namespace assay {

/// One metric under one limit, or under none, on every subject that has it: what a bullet chart
/// shows.
struct BulletGauge {
  struct Entry {
    std::string subject;
    std::optional<double> value, limit;
    std::optional<Verdict> verdict;  ///< nothing: no limit covers it
  };
  std::string test, metric, statistic;
  std::string params;  ///< what the same metric was measured under more than once: "bytes 4 GiB"
  std::string op, source;
  std::optional<Unit> unit;
  std::optional<double> peak;
  std::vector<Entry> entries;
};

/// The checks of a judgement, one gauge a limit in the order of the profile; then, with a report,
/// what was measured and no limit covers. Verdicts are the judgement's.
[[nodiscard]] std::vector<BulletGauge> gauges_of(const Judgement& judgement, const Report* report);

}  // namespace assay
