#include "reports/baseline/learn.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "core/error.hpp"
#include "core/text.hpp"
#include "reports/judge/index.hpp"
#include "reports/judge/soundness.hpp"
#include "reports/observations/conditions.hpp"

namespace assay {
namespace {

/// Why nothing can be learned from this report; "" if it can.
std::string unfit(const Report& report) {
  if (!report.run.injected.empty()) return "faults were planted in it";
  if (!report.nodes.empty() || report.node.hostname.empty())
    return "is of no single machine; the nodes' own reports have its figures";
  if (!report.run.complete) return "the run is not complete";
  if (!level_rank(report.run.level)) return "the run is of no level";
  if (sku_of(report.node).empty()) return "does not say what hardware it is of";
  for (const Result& result : report.results)
    if (result.outcome == Outcome::failed || !result.defects.empty())
      return result.test + " found wrong answers";
  return "";
}

/// The programs and versions that figures depend on.
std::map<std::string, std::string> software_of(const Report& report) {
  std::map<std::string, std::string> software = report.node.software;
  software["assay"] = joined({report.run.tool.version, report.run.tool.commit}, " ");
  return software;
}

std::string too_few(const std::map<std::string, std::size_t>& nodes, std::size_t fewest) {
  std::string text;
  for (const auto& [kind, n] : nodes)
    text +=
        fmt::format("{}{} {} of {}", text.empty() ? "" : "; ", n, n == 1 ? "node" : "nodes", kind);
  return fmt::format(
      "{}: a baseline needs {} of a kind, for fewer do not show how far good ones differ "
      "(--few takes two)",
      text.empty() ? "no report to learn from" : text, fewest);
}

/// A metric that stands in reports with several statistics or units is learned once.
bool same_content(const LearnedLimit& a, const LearnedLimit& b) {
  return std::tie(a.test, a.metric, a.each, a.when) == std::tie(b.test, b.metric, b.each, b.when);
}

std::string reading_as(const LearnedLimit& limit) {
  return fmt::format("{} in {}", limit.statistic.empty() ? "a reading" : limit.statistic,
                     symbol(limit.unit));
}

}  // namespace

void BaselineLearner::take(const ReadReport& read) {
  const Report& report = read.report;
  std::string why_not = unfit(report);
  if (why_not.empty() && !seen_.emplace(report.run.id, report.node.hostname).second)
    why_not = "is of a run that was given before";
  if (!why_not.empty()) {
    left_out_.push_back(fmt::format("{} ({}): {}", read.source, report.node.hostname, why_not));
    return;
  }
  Kind& kind = kinds_[kind_of(report)];
  const std::string& node = report.node.hostname;
  kind.nodes.insert(node);
  kind.reports.push_back({node, report.run.id, report.run.started, read.source, read.hash});
  for (const auto& [name, version] : software_of(report)) kind.software[name].insert(version);
  const Index index(report);
  for (const Group& group : index.groups())
    for (const Result* result : group.last)
      if (result->outcome == Outcome::ok) take_result(*result, node, kind);
}

void BaselineLearner::take_result(const Result& result, const std::string& node, Kind& kind) {
  const ResultParams when = conditions_of(result);
  const std::string subject = label(result.subject);
  for (const Metric& metric : result.metrics) {
    if (const auto problem = unsound(metric)) {
      kind.unsound.insert(fmt::format("{}.{} on {} of {}: {}", result.test, metric.name, subject,
                                      node, problem->text));
      continue;
    }
    const Topic topic{result.test, metric.name,   result.subject.kind, when,
                      metric.unit, metric.better, metric.statistic};
    kind.topics[topic][node][subject].push_back({*metric.value, metric.samples});
  }
}

Baseline BaselineLearner::learned() const {
  Baseline baseline{.name = options_.name,
                    .made = options_.made,
                    .version = options_.tool.version,
                    .commit = options_.tool.commit,
                    .left_out = left_out_};
  std::map<std::string, std::size_t> small;
  for (const auto& [machine, kind] : kinds_) {
    if (kind.nodes.size() >= options_.fewest_nodes) {
      baseline.kinds.push_back(learned(machine, kind));
      continue;
    }
    small.emplace(describe(machine), kind.nodes.size());
    for (const LearnedFrom& report : kind.reports)
      baseline.left_out.push_back(fmt::format("{} ({}): one of only {} nodes of its kind, {}",
                                              report.source, report.node, kind.nodes.size(),
                                              describe(machine)));
  }
  if (baseline.kinds.empty()) {
    std::string why = too_few(small, options_.fewest_nodes);
    if (!left_out_.empty()) why += "; left out: " + joined(left_out_, "; ");
    throw InputError("", 0, "", why);
  }
  return baseline;
}

BaselineKind BaselineLearner::learned(const MachineKind& machine, const Kind& kind) const {
  BaselineKind found{.kind = machine, .reports = kind.reports};
  for (const auto& [name, versions] : kind.software)
    found.software[name].assign(versions.begin(), versions.end());
  found.not_learned.assign(kind.unsound.begin(), kind.unsound.end());
  for (const auto& [topic, values] : kind.topics) {
    std::string why_not;
    auto limit = learned_limit(topic, values, options_.fewest_nodes, why_not);
    if (!limit) {
      found.not_learned.push_back(describe(topic) + ": " + why_not);
    } else if (found.limits.empty() || !same_content(found.limits.back(), *limit)) {
      found.limits.push_back(std::move(*limit));
    } else {
      LearnedLimit& rival = found.limits.back();
      if (rival.nodes < limit->nodes) std::swap(rival, *limit);
      found.not_learned.push_back(fmt::format("{}: as {} on fewer nodes than as {}",
                                              describe(topic), reading_as(*limit),
                                              reading_as(rival)));
    }
  }
  return found;
}

}  // namespace assay
