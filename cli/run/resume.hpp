#pragma once
#include <string>

#include "reports/report.hpp"
#include "suites/runner/plan.hpp"

namespace assay {

/// The report of a run that did not come to its end. Throws InputError if `path` is not one report
/// in one file, or that run is complete.
[[nodiscard]] Report load_unfinished(const std::string& path);

/// Throws InputError unless `report` can be gone on with here: same machine, not booted since (its
/// counters would start again at nothing) unless `plan` has loads of hours, which outlast that,
/// same program, same tests planned on the same devices.
void demand_resumable(const Report& report, const std::string& path, const Node& here,
                      const Tool& tool, const Plan& plan);

/// Makes the unfinished `report` one that goes on: legs that were under way have been killed; where
/// the machine was booted since, what counters read before is forgotten and an event says so.
void go_on(Report& report, const Node& here, double now_wall_s);

/// The number of the last attempt of `test`, which is of `plan`, in the report; 0 if it has none.
[[nodiscard]] std::int64_t attempts_of(const Report& report, const Plan& plan,
                                       const PlannedTest& test);

}  // namespace assay
