#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/glob.hpp"
#include "reports/judge/lint_parts.hpp"

namespace assay {
namespace {

bool is_covered(const Profile& profile, const std::string& test, const std::string& metric) {
  return std::any_of(profile.limits.begin(), profile.limits.end(), [&](const Limit& limit) {
    return limit.statistic != "droop" && glob_matches(limit.test, test) &&
           glob_matches(limit.metric, metric);
  });
}

}  // namespace

void lint_coverage(const Profile& profile, const std::vector<Measurable>& measurable,
                   std::vector<Finding>& findings) {
  for (const Measurable& test : measurable) {
    std::vector<std::string> without;
    for (const std::string& metric : test.metrics)
      if (!is_covered(profile, test.test, metric)) without.push_back(metric);
    if (!without.empty())
      findings.push_back({Finding::Severity::note, profile.name,
                          fmt::format("{}: no limit on {}", test.test, fmt::join(without, ", "))});
  }
}

}  // namespace assay
