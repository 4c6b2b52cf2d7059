#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <set>

#include "reports/judge/index.hpp"
#include "reports/judge/lint_parts.hpp"
#include "reports/judge/parts.hpp"
#include "reports/judge/select.hpp"

namespace assay {
namespace {

/// What the reports show of one limit.
struct Seen {
  bool demanded = false, test = false, selected = false;
  std::map<Unit, SeenMetric> metrics;
};

void look(const Limit& limit, const Report& report, const Index& index, Seen& seen) {
  if (not_demanded(limit, report)) return;
  seen.demanded = true;
  const Selection selection = select(limit, index, report.run);
  seen.test |= selection.any_result;
  // Hardware that is rightly absent shows nothing about the limit, so it is no finding either.
  seen.demanded = seen.demanded && (selection.absent.empty() || !selection.carried_out.empty());
  for (const Selection::One& one : selection.carried_out) {
    seen.selected = true;
    for (const Metric& metric : metrics_of(limit, *one.result))
      seen.metrics.try_emplace(metric.unit, SeenMetric{metric.unit, metric.peak});
  }
}

/// Plain numbers are for counts and ratios; everything else is compared in its own unit only.
bool comparable(const Threshold& bound, Unit unit) {
  if (bound.of != Threshold::Of::absolute) return true;
  return bound.unit ? *bound.unit == unit : unit == Unit::count || unit == Unit::ratio;
}

void lint_unit(const Limit& limit, const SeenMetric& metric, std::vector<Finding>& findings) {
  if (limit.statistic == "droop") return;
  for (const auto* bound : {&limit.at_least, &limit.at_most, &limit.warn_below, &limit.warn_above,
                            &limit.implausible_above}) {
    if (!*bound || comparable(**bound, metric.unit)) continue;
    findings.push_back(
        {Finding::Severity::error, limit.at,
         fmt::format("{}: {} is compared with a metric in {}: this limit can never hold",
                     describe(limit), (*bound)->text, symbol(metric.unit))});
  }
}

void lint_seen(const Limit& limit, const Profile& profile, const Seen& seen,
               std::vector<Finding>& findings) {
  const auto warn = [&](const std::string& why) {
    findings.push_back(
        {Finding::Severity::warning, limit.at, fmt::format("{}: {}", describe(limit), why)});
  };
  if (!seen.demanded) return;
  if (!seen.test) {
    warn("matches nothing: no report has this test");
  } else if (!seen.selected) {
    warn("matches nothing: no result of this test is what it selects");
  } else if (seen.metrics.empty()) {
    warn("matches nothing: no result of this test has this metric");
  }
  for (const auto& [unit, metric] : seen.metrics) {
    lint_unit(limit, metric, findings);
    lint_bounds(limit, profile, metric, findings);
  }
}

}  // namespace

void lint_reports(const Profile& profile, const std::vector<Report>& reports,
                  std::vector<Finding>& findings) {
  std::vector<Seen> seen(profile.limits.size());
  std::set<std::string> without_limit;
  for (const Report& report : reports) {
    const Index index(report);
    for (std::size_t i = 0; i < seen.size(); ++i) look(profile.limits[i], report, index, seen[i]);
    for (std::string& name : uncovered(profile, index)) without_limit.insert(std::move(name));
  }
  for (std::size_t i = 0; i < seen.size(); ++i)
    lint_seen(profile.limits[i], profile, seen[i], findings);
  for (const std::string& name : without_limit)
    findings.push_back(
        {Finding::Severity::warning, profile.name, name + " was measured and has no limit"});
}

}  // namespace assay
