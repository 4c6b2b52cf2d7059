#include "reports/judge/coverage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "core/glob.hpp"
#include "core/text.hpp"
#include "reports/judge/index.hpp"
#include "reports/judge/parts.hpp"
#include "reports/judge/select.hpp"

namespace assay {
namespace {

/// One and the same limit that fails more reports than this is suspect itself.
constexpr double kSuspect = 0.2;

void count(const Judgement& judgement, const std::string& node, LimitUse& use) {
  if (judgement.checks.empty()) {
    if (!judgement.not_applicable.empty()) {
      ++use.demanded;
      ++use.not_applicable;
    }
    return;
  }
  ++use.demanded;
  Verdict worst = Verdict::pass;
  for (const Check& check : judgement.checks) worst = std::max(worst, check.verdict);
  if (std::any_of(judgement.checks.begin(), judgement.checks.end(),
                  [](const Check& check) { return check.limit.has_value(); }))
    ++use.matched;
  switch (worst) {
    case Verdict::pass:
      ++use.pass;
      return;
    case Verdict::warn:
      ++use.warn;
      return;
    case Verdict::unknown:
      ++use.unknown;
      return;
    case Verdict::fail:
      break;
  }
  ++use.fail;
  use.failing.insert(node);
}

/// The profile reduced to one limit; its expectations say how many subjects there must be.
std::vector<Profile> one_by_one(const Profile& profile) {
  std::vector<Profile> single(profile.limits.size());
  for (std::size_t i = 0; i < single.size(); ++i) {
    single[i].name = profile.name;
    single[i].expectations = profile.expectations;
    single[i].limits = {profile.limits[i]};
  }
  return single;
}

using Metrics = std::map<std::pair<std::string, std::string>, MetricCoverage>;

MetricCoverage& row_of(Metrics& metrics, const std::string& test, const std::string& metric) {
  MetricCoverage& row = metrics[{test, metric}];
  row.test = test;
  row.metric = metric;
  return row;
}

std::string nodes_of(const Result& result) {
  const auto nodes = result.params.find("nodes");
  if (nodes == result.params.end()) return "";
  const auto* n = std::get_if<std::int64_t>(&nodes->second);
  return n == nullptr ? "" : std::to_string(*n);
}

/// The metrics of results that demanded limits hold, by their addresses in the report.
std::set<const Metric*> judged_in(const Profile& profile, const Report& report,
                                  const Index& index) {
  std::set<const Metric*> judged;
  for (const Limit& limit : profile.limits) {
    if (limit.statistic == "droop" || not_demanded(limit, report)) continue;
    for (const Selection::One& one : select(limit, index, report.run).carried_out)
      for (const Metric& metric : one.result->metrics)
        if (glob_matches(limit.metric, metric.name)) judged.insert(&metric);
  }
  return judged;
}

void look(const Profile& profile, const Report& report, const Index& index, Metrics& metrics) {
  const std::set<const Metric*> judged = judged_in(profile, report, index);
  for (const Group& group : index.groups())
    for (const Result* result : group.last)
      for (const Metric& metric : result->metrics) {
        MetricCoverage& row = row_of(metrics, result->test, metric.name);
        ++row.values;
        if (judged.contains(&metric))
          ++row.judged;
        else if (const std::string nodes = nodes_of(*result); !nodes.empty())
          row.not_judged_on.insert(nodes);
      }
}

std::size_t limits_on(const Profile& profile, const MetricCoverage& row) {
  return static_cast<std::size_t>(
      std::count_if(profile.limits.begin(), profile.limits.end(), [&](const Limit& limit) {
        return limit.statistic != "droop" && glob_matches(limit.test, row.test) &&
               glob_matches(limit.metric, row.metric);
      }));
}

}  // namespace

Coverage coverage_of(const Profile& profile, const std::vector<Report>& reports,
                     const std::vector<Measurable>& measurable,
                     const std::function<Reference(const Report&)>& reference_of) {
  Coverage coverage;
  const std::vector<Profile> single = one_by_one(profile);
  coverage.limits.reserve(single.size());
  for (const Limit& limit : profile.limits)
    coverage.limits.push_back({.at = limit.at, .limit = describe(limit)});
  Metrics metrics;
  for (const Measurable& test : measurable)
    for (const std::string& metric : test.metrics) (void)row_of(metrics, test.test, metric);
  for (const Report& report : reports) {
    const Index index(report);
    look(profile, report, index, metrics);
    JudgeOptions options;
    if (reference_of) options.reference = reference_of(report);
    for (std::size_t i = 0; i < single.size(); ++i) {
      Judgement judgement;
      judge_limits({report, single[i], options, index}, judgement);
      count(judgement, report.node.hostname, coverage.limits[i]);
    }
  }
  for (auto& [name, row] : metrics) {
    row.limits = limits_on(profile, row);
    coverage.metrics.push_back(std::move(row));
  }
  return coverage;
}

std::vector<Finding> lint_use(const Coverage& coverage) {
  std::vector<Finding> findings;
  for (const LimitUse& use : coverage.limits) {
    constexpr std::size_t some = 5;
    if (use.demanded < some ||
        static_cast<double>(use.fail) <= kSuspect * static_cast<double>(use.demanded))
      continue;
    findings.push_back({Finding::Severity::warning, use.at,
                        fmt::format("{}: fails {} of {} reports: the limit is suspect, not they",
                                    use.limit, use.fail, use.demanded)});
  }
  for (const MetricCoverage& row : coverage.metrics) {
    if (row.limits == 0 || row.not_judged_on.empty()) continue;
    findings.push_back(
        {Finding::Severity::warning, row.test + "." + row.metric,
         fmt::format("was measured on {} nodes, where no limit judges it",
                     joined({row.not_judged_on.begin(), row.not_judged_on.end()}, ", "))});
  }
  return findings;
}

}  // namespace assay
