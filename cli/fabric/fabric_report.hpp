#pragma once
#include <string>
#include <vector>

#include "cli/fabric/hall_power.hpp"
#include "cli/fabric/hello.hpp"
#include "reports/report.hpp"
#include "suites/runner/plan.hpp"

namespace assay {

/// What a node tells of the tests that it carried out with others and that did not go well, for the
/// report of the fabric: a few of them, and the first of their defects.
[[nodiscard]] std::string complaints(const Report& own, const Plan& plan);

/// The report of the fabric, made on rank 0: what the ranks measured together, which is the same on
/// all of them, from `own`; and what each of them complained of. `nodes` are those that were heard,
/// by rank, `told` what complaints() gave on each; empty where they could not be asked any more;
/// `loads` what they drew together.
[[nodiscard]] Report fabric_report(const Report& own, const Plan& plan,
                                   const std::vector<Hello>& nodes,
                                   const std::vector<std::string>& told,
                                   const std::vector<HallLoad>& loads = {});

}  // namespace assay
