#pragma once
#include <optional>
#include <string>
#include <vector>

#include "reports/lint.hpp"

namespace assay {

/// What lint() knows about the metric of a limit beyond the limit itself; nothing without reports.
struct SeenMetric {
  Unit unit = Unit::count;
  std::optional<double> peak;
};

/// Bounds of `limit` that can never hold or never fail, from the limit, the rest of its profile
/// and, if given, a metric as it was measured.
void lint_bounds(const Limit& limit, const Profile& profile, const std::optional<SeenMetric>& seen,
                 std::vector<Finding>& findings);

/// Bounds of a collective that the links which the profile states cannot meet, or meet at half
/// their speed. docs/metrics/collective.md derives what they can carry.
void lint_fabric(const Limit& limit, const Profile& profile, std::vector<Finding>& findings);

/// How many GPUs a node has, as the profile expects; 0 = it does not say.
[[nodiscard]] double expected_gpus(const Profile& profile);

/// What sums over all GPUs can reach at most over the links that the profile states, by count of
/// nodes: a note. Nothing where it states none.
void lint_ceilings(const Profile& profile, const std::vector<Report>& reports,
                   std::vector<Finding>& findings);

/// Where the figures of `limit` come from, and whether its bounds follow from them.
void lint_source(const Limit& limit, std::vector<Finding>& findings);

/// What can be measured and has no limit, a note for each test.
void lint_coverage(const Profile& profile, const std::vector<Measurable>& measurable,
                   std::vector<Finding>& findings);

/// What reports of the machines meant show: limits that match nothing, other units, metrics without
/// limits.
void lint_reports(const Profile& profile, const std::vector<Report>& reports,
                  std::vector<Finding>& findings);

}  // namespace assay
