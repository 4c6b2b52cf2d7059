#pragma once
#include <set>
#include <string>
#include <vector>

#include "reports/judge.hpp"
#include "reports/lint.hpp"

namespace assay {

/// How one limit fares with given reports; a report counts with its worst verdict on this limit.
struct LimitUse {
  std::string at, limit;     ///< "file:line", what it is on
  std::size_t demanded = 0;  ///< reports that must answer it
  std::size_t pass = 0, warn = 0, fail = 0, unknown = 0;
  std::size_t not_applicable = 0;  ///< demanded, of hardware that is rightly absent
  std::size_t matched = 0;         ///< reports in which it found a number to hold
  std::set<std::string> failing;   ///< nodes
};

/// Which values of one metric a profile judges.
struct MetricCoverage {
  std::string test, metric;
  std::size_t limits = 0;               ///< of the profile that are on it under any conditions
  std::size_t values = 0;               ///< in the reports, retries left out
  std::size_t judged = 0;               ///< of these, by a demanded limit on more than the droop
  std::set<std::string> not_judged_on;  ///< counts of nodes of those that were not, where said
};

struct Coverage {
  std::vector<LimitUse> limits;         ///< in the order of the profile
  std::vector<MetricCoverage> metrics;  ///< by test and metric: all that is measurable or measured
};

/// Holds `reports` against every limit of `profile` by itself. `reference_of` a report says what
/// its baseline is; without it limits that are shares of a baseline are unknown.
[[nodiscard]] Coverage coverage_of(
    const Profile& profile, const std::vector<Report>& reports,
    const std::vector<Measurable>& measurable,
    const std::function<Reference(const Report&)>& reference_of = {});

/// What the coverage says against the profile: limits that fail more reports than can be bad, and
/// metrics that no limit judges at the number of nodes on which they were measured.
[[nodiscard]] std::vector<Finding> lint_use(const Coverage& coverage);

}  // namespace assay
