#include "reports/compare/runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "core/error.hpp"
#include "core/stats.hpp"
#include "core/text.hpp"
#include "reports/judge/index.hpp"
#include "reports/judge/soundness.hpp"
#include "reports/observations/conditions.hpp"
#include "reports/observations/machine_kind.hpp"

namespace assay {
namespace {

/// One report's values of a quantity, subject by subject.
using OfReport = std::map<FigureName, std::map<Conditions, FigureRuns>>;

Conditions conditions_in(const Report& report, const Result& result, const Metric& metric) {
  Conditions conditions;
  const auto put = [&](const std::string& name, const std::string& value) {
    if (!value.empty()) conditions.emplace(name, value);
  };
  put("hardware", sku_of(report.node));
  put("level", report.run.level);
  put("data", report.run.data);
  put("statistic", metric.statistic);
  for (const char* fact : {"algorithm", "protocol"})
    if (const auto found = result.facts.find(fact); found != result.facts.end())
      put(fact, found->second);
  for (const auto& [name, value] : conditions_of(result)) conditions[name] = text_of(value);
  return conditions;
}

void add(FigureRuns& to, const FigureName& quantity, const FigureRuns& more) {
  if (!to.values.empty() && (to.unit != more.unit || to.better != more.better))
    throw InputError("", 0, quantity.test + "." + quantity.metric,
                     fmt::format("is in {} and in {}, or better in two directions: it cannot be "
                                 "compared",
                                 symbol(to.unit), symbol(more.unit)));
  to.unit = more.unit;
  to.better = more.better;
  to.values.insert(to.values.end(), more.values.begin(), more.values.end());
}

/// Adds to a list what is not in it yet.
void state(ComparedSide& side, const std::string& key, const std::string& value) {
  if (value.empty()) return;
  std::vector<std::string>& values = side.stated[key];
  if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
}

void state(ComparedSide& side, const Report& report) {
  const Run& run = report.run;
  const std::string hardware = sku_of(report.node);
  state(side, "hardware", hardware.empty() ? "not stated" : hardware);
  state(side, "fabric", fabric_of(report.node));
  for (const auto& [name, version] : report.node.software) state(side, name, version);
  state(side, "tool", joined({run.tool.name, run.tool.version}, " "));
  state(side, "commit", run.tool.commit.empty() ? "not stated" : run.tool.commit);
  state(side, "build", run.tool.build);
  state(side, "command", run.argv.empty() ? "not stated" : joined(run.argv, " "));
  state(side, "level", run.level);
  state(side, "data", run.data);
  state(side, "seed", std::to_string(run.seed));
  for (const auto& [name, value] : run.environment) state(side, "environment", name + "=" + value);
}

/// Why this report is no evidence; "" if it is.
std::string_view unfit(const Report& report) {
  if (!report.run.injected.empty()) return "faults were planted in it";
  return report.run.complete ? "" : "the run is not complete";
}

void take(const Report& report, const std::string& source, OfReport& own,
          std::vector<NoEvidence>& left_out) {
  const Index index(report);
  for (const Group& group : index.groups())
    for (const Result* result : group.last) {
      if (result->outcome == Outcome::skipped) continue;
      if (result->outcome != Outcome::ok || !result->defects.empty()) {
        left_out.push_back(
            {source, group.test + " on " + group.subject, std::string(name(result->outcome))});
        continue;
      }
      for (const Metric& metric : result->metrics) {
        if (const auto problem = unsound(metric)) {
          left_out.push_back(
              {source, group.test + "." + metric.name + " on " + group.subject, problem->text});
          continue;
        }
        const FigureName quantity{result->test, metric.name, result->subject.kind};
        add(own[quantity][conditions_in(report, *result, metric)], quantity,
            {metric.unit, metric.better, {*metric.value}});
      }
    }
}

std::set<std::string> values_of(const std::map<Conditions, FigureRuns>& runs,
                                const std::string& name) {
  std::set<std::string> values;
  for (const auto& [conditions, ignored] : runs) {
    const auto found = conditions.find(name);
    values.insert(found == conditions.end() ? "not said" : found->second);
  }
  return values;
}

std::map<Conditions, FigureRuns> without(const std::map<Conditions, FigureRuns>& runs,
                                         const std::set<std::string>& names) {
  std::map<Conditions, FigureRuns> rest;
  for (const auto& [conditions, values] : runs) {
    Conditions fewer = conditions;
    for (const std::string& name : names) fewer.erase(name);
    add(rest[fewer], {}, values);
  }
  return rest;
}

std::string listed(const std::set<std::string>& values) {
  return joined({values.begin(), values.end()}, ", ");
}

}  // namespace

MeasuredSide side_of(const std::string& name, const std::vector<ReadReport>& reports) {
  MeasuredSide side;
  side.stated.name = name;
  std::set<std::string> nodes;
  std::set<std::pair<std::string, std::string>> seen;
  for (const ReadReport& read : reports) {
    const Report& report = read.report;
    std::string_view why_not = unfit(report);
    if (why_not.empty() && !seen.emplace(report.run.id, report.node.hostname).second)
      why_not = "is of a run that was given before";
    if (!why_not.empty()) {
      side.left_out.push_back({read.source, "", std::string(why_not)});
      continue;
    }
    OfReport own;
    take(report, read.source, own, side.left_out);
    for (auto& [quantity, by_conditions] : own)
      for (auto& [conditions, runs] : by_conditions) {
        runs.values = {median(runs.values)};
        add(side.quantities[quantity][conditions], quantity, runs);
      }
    state(side.stated, report);
    nodes.insert(report.node.hostname);
    ++side.stated.reports;
    const std::string& started = report.run.started;
    if (side.stated.first.empty() || started < side.stated.first) side.stated.first = started;
    side.stated.last = std::max(side.stated.last, started);
  }
  side.stated.nodes = nodes.size();
  return side;
}

AlikeRuns without_unlike(const std::map<Conditions, FigureRuns>& a,
                         const std::map<Conditions, FigureRuns>& b) {
  std::set<std::string> names;
  for (const auto* runs : {&a, &b})
    for (const auto& [conditions, ignored] : *runs)
      for (const auto& [name, value] : conditions) names.insert(name);
  std::set<std::string> unlike;
  AlikeRuns found;
  for (const std::string& name : names) {
    const std::set<std::string> of_a = values_of(a, name);
    const std::set<std::string> of_b = values_of(b, name);
    const bool any_common = std::any_of(
        of_a.begin(), of_a.end(), [&](const std::string& value) { return of_b.contains(value); });
    if (any_common) continue;
    unlike.insert(name);
    found.unlike += fmt::format("{}{} {} / {}", found.unlike.empty() ? "" : ", ", name,
                                listed(of_a), listed(of_b));
  }
  found.a = without(a, unlike);
  found.b = without(b, unlike);
  return found;
}

}  // namespace assay
