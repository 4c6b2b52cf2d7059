#include "reports/lint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "reports/judge/lint_parts.hpp"
#include "reports/judge/select.hpp"

namespace assay {
namespace {

using Severity = Finding::Severity;

auto identity(const Limit& limit) {
  return std::tie(limit.test, limit.metric, limit.each, limit.statistic, limit.when, limit.expect,
                  limit.level);
}

void lint_duplicates(const Profile& profile, std::vector<Finding>& findings) {
  std::vector<const Limit*> limits;
  limits.reserve(profile.limits.size());
  for (const Limit& limit : profile.limits) limits.push_back(&limit);
  std::stable_sort(limits.begin(), limits.end(),
                   [](const Limit* a, const Limit* b) { return identity(*a) < identity(*b); });
  for (std::size_t i = 1; i < limits.size(); ++i)
    if (identity(*limits[i]) == identity(*limits[i - 1]))
      findings.push_back(
          {Severity::warning, limits[i]->at,
           fmt::format("{}: says again what {} says", describe(*limits[i]), limits[i - 1]->at)});
}

void lint_levels(const Profile& profile, std::vector<Finding>& findings) {
  const auto in_certificate = [&](const Limit& limit) {
    return level_rank(limit.level) <= level_rank(profile.certify_level);
  };
  if (profile.limits.empty())
    findings.push_back({Severity::error, profile.name, "has no limits: every verdict is unknown"});
  else if (std::none_of(profile.limits.begin(), profile.limits.end(), in_certificate))
    findings.push_back({Severity::error, profile.name,
                        fmt::format("no limit is demanded at level {}, which certificates need",
                                    profile.certify_level)});
  if (profile.describes.empty())
    findings.push_back({Severity::warning, profile.name, "does not say what it describes"});
}

/// Errors first. What is found both in the profile alone and with reports is said once.
void settle(std::vector<Finding>& findings) {
  std::set<std::pair<std::string, std::string>> said;
  const auto again = [&](const Finding& f) { return !said.emplace(f.at, f.text).second; };
  findings.erase(std::remove_if(findings.begin(), findings.end(), again), findings.end());
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding& a, const Finding& b) { return a.severity < b.severity; });
}

}  // namespace

std::vector<Finding> lint(const Profile& profile, const std::vector<Report>& reports,
                          const std::vector<Measurable>& measurable) {
  std::vector<Finding> findings;
  lint_levels(profile, findings);
  for (const Limit& limit : profile.limits) {
    lint_bounds(limit, profile, std::nullopt, findings);
    lint_fabric(limit, profile, findings);
    lint_source(limit, findings);
  }
  lint_duplicates(profile, findings);
  if (!reports.empty()) lint_reports(profile, reports, findings);
  lint_coverage(profile, measurable, findings);
  lint_ceilings(profile, reports, findings);
  settle(findings);
  return findings;
}

}  // namespace assay
