#include "reports/importers/superbench/plan.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <utility>

#include "core/error.hpp"
#include "reports/catalogue/make_reason.hpp"

namespace assay {
namespace {

using Indices = std::vector<std::size_t>;

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

bool is_literal(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == ':';
  });
}

/// Metrics that `regex` finds. SuperBench looks only among the metrics of the benchmark that stands
/// before the slash; so do we where that is a name and no expression itself.
Indices search(const std::string& regex, const std::vector<std::string>& metrics) {
  const RE2 compiled(regex, RE2::Quiet);
  const std::string_view benchmark = split_superbench_name(regex).benchmark;
  const bool named = regex.find('/') != std::string::npos && is_literal(benchmark);
  Indices found;
  for (std::size_t i = 0; i < metrics.size(); ++i) {
    if (named && split_superbench_name(metrics[i]).benchmark != benchmark) continue;
    if (metrics[i] == regex || RE2::PartialMatch(piece(metrics[i]), compiled)) found.push_back(i);
  }
  return found;
}

/// "/*" and "*" after a name are how a shell would say "anything".
bool reads_as_glob(std::string_view regex) {
  for (std::size_t i = 0; i < regex.size(); ++i)
    if (regex[i] == '*' && (i == 0 || regex[i - 1] == '/' || regex[i - 1] == '_' ||
                            regex[i - 1] == '-' || regex[i - 1] == ':'))
      return true;
  return false;
}

Reason no_match(const SuperbenchRule& rule, const SuperbenchPattern& pattern, std::size_t metrics) {
  std::string text = "rule " + rule.name + " looks for \"" + pattern.regex +
                     "\", which matches none of " + std::to_string(metrics) + " metrics";
  if (reads_as_glob(pattern.regex))
    text += R"( ("*" repeats what stands before it; ".*" is anything))";
  Reason reason = superbench_reason(rule, "no-match", text);
  reason.source = pattern.at;
  reason.metric = pattern.regex;
  return reason;
}

bool is_power_of_two(int n) { return n > 0 && (n & (n - 1)) == 0; }

/// Are these all ranks of a family, as far as one can tell?
bool is_whole(const std::set<int>& ranks, const std::optional<int>& gpus) {
  if (ranks.empty()) return true;
  const int n = *ranks.rbegin() + 1;
  if (std::cmp_not_equal(ranks.size(), n)) return false;
  if (n == 1) return true;
  return gpus && *gpus > 0 ? n % *gpus == 0 : is_power_of_two(n);
}

/// The ranks of one family: those on any node, and those on at least half of the nodes.
struct Family {
  std::set<int> any, most;
};

class Planner {
 public:
  Planner(SuperbenchPlan& plan, const SuperbenchBaseline& baseline)
      : plan_(plan), baseline_(baseline) {
    for (std::size_t i = 0; i < plan_.fleet.metrics.size(); ++i) {
      const SuperbenchName name = split_superbench_name(plan_.fleet.metrics[i]);
      if (!name.rank) continue;
      Family& family = families_[std::string(name.family)];
      family.any.insert(*name.rank);
      if (on_most(i)) family.most.insert(*name.rank);
    }
  }

  void plan_all() {
    for (const SuperbenchRule& rule : plan_.rules.rules) plan_.planned.push_back(planned(rule));
    const bool judges =
        std::any_of(plan_.rules.rules.begin(), plan_.rules.rules.end(),
                    [](const SuperbenchRule& rule) { return rule.function && !rule.store; });
    if (!judges)
      plan_.about_all.push_back(superbench_reason(plan_.rules.rules.front(), "nothing-judged",
                                                  "no rule of this file judges anything"));
  }

 private:
  [[nodiscard]] bool on_most(std::size_t i) const {
    return 2 * plan_.fleet.seen_on[i] >= plan_.fleet.nodes;
  }

  PlannedRule planned(const SuperbenchRule& rule) {
    PlannedRule result;
    if (rule.is_summary()) return result;
    if (rule.function == SuperbenchFunction::multi_rules) {
      for (const std::string& label : rule.criterion->rules)
        result.about.push_back(index_of(label));
      return result;
    }
    std::set<std::size_t> metrics;
    for (const SuperbenchPattern& pattern : rule.metrics) {
      const Indices found = search(pattern.regex, plan_.fleet.metrics);
      if (found.empty())
        plan_.about_all.push_back(no_match(rule, pattern, plan_.fleet.metrics.size()));
      metrics.insert(found.begin(), found.end());
    }
    result.metrics.reserve(metrics.size());
    for (const std::size_t i : metrics) result.metrics.push_back(planned(rule, i));
    add_weak(rule, result);
    complain_of_ranks(rule, metrics);
    return result;
  }

  PlannedMetric planned(const SuperbenchRule& rule, std::size_t i) {
    const std::string& name = plan_.fleet.metrics[i];
    PlannedMetric metric{i, baseline_of(baseline_, name)};
    const SuperbenchName parts = split_superbench_name(name);
    if (parts.rank) {
      const Family& family = families_.at(std::string(parts.family));
      metric.unexpected = !is_whole(family.any, plan_.fleet.gpus) &&
                          is_whole(family.most, plan_.fleet.gpus) && !family.most.empty() &&
                          !family.most.contains(*parts.rank);
    }
    const bool must_be_there = rule.function == SuperbenchFunction::failure_check;
    metric.demanded = !metric.unexpected && (must_be_there || metric.baseline || on_most(i));
    return metric;
  }

  void add_weak(const SuperbenchRule& rule, PlannedRule& result) const {
    const auto is_demanded = [&](std::size_t i) {
      return std::any_of(
          result.metrics.begin(), result.metrics.end(),
          [&](const PlannedMetric& metric) { return metric.index == i && metric.demanded; });
    };
    for (const SuperbenchPattern& pattern : rule.metrics) {
      Indices found = search(pattern.regex, plan_.fleet.metrics);
      if (!found.empty() && std::none_of(found.begin(), found.end(), is_demanded))
        result.weak.push_back({pattern.regex, std::move(found)});
    }
  }

  /// Ranks that are missing on most nodes: no comparison among the nodes would show it.
  void complain_of_ranks(const SuperbenchRule& rule, const std::set<std::size_t>& metrics) {
    std::set<std::string> seen;
    for (const std::size_t i : metrics) {
      const SuperbenchName name = split_superbench_name(plan_.fleet.metrics[i]);
      if (!name.rank || !seen.emplace(name.family).second) continue;
      const Family& family = families_.at(std::string(name.family));
      if (is_whole(family.any, plan_.fleet.gpus)) continue;
      if (!family.most.empty() && is_whole(family.most, plan_.fleet.gpus)) continue;
      plan_.about_all.push_back(superbench_reason(
          rule, name.family, "missing-subject",
          "the nodes have " + std::to_string(family.any.size()) + " ranks of " +
              std::string(name.family) + ", the last is " + std::to_string(*family.any.rbegin()) +
              (plan_.fleet.gpus
                   ? "; nodes have " + std::to_string(*plan_.fleet.gpus) + " GPUs"
                   : "; no whole machine has as many, unless its number of GPUs is told")));
    }
  }

  [[nodiscard]] std::size_t index_of(const std::string& rule) const {
    const auto& rules = plan_.rules.rules;
    return static_cast<std::size_t>(
        std::find_if(rules.begin(), rules.end(),
                     [&](const SuperbenchRule& other) { return other.name == rule; }) -
        rules.begin());
  }

  SuperbenchPlan& plan_;
  const SuperbenchBaseline& baseline_;
  std::map<std::string, Family> families_;
};

}  // namespace

Reason superbench_reason(const SuperbenchRule& rule, ReasonId id, const std::string& text) {
  Reason reason = make_reason(id, text);
  reason.subject = "node";
  reason.test = rule.categories;
  reason.source = rule.at + " " + rule.name;
  if (!rule.criteria.empty()) reason.source += ": " + rule.criteria;
  return reason;
}

Reason superbench_reason(const SuperbenchRule& rule, std::string_view metric, ReasonId id,
                         const std::string& text) {
  Reason reason = superbench_reason(rule, id, text);
  const SuperbenchName name = split_superbench_name(metric);
  if (name.rank) reason.subject = "rank " + std::to_string(*name.rank);
  reason.test = name.benchmark;
  reason.metric = name.family.substr(std::min(name.benchmark.size() + 1, name.family.size()));
  if (reason.metric.empty()) reason.metric = name.family;
  return reason;
}

SuperbenchPlan plan_superbench(SuperbenchRules rules, const SuperbenchBaseline& baseline,
                               SuperbenchFleet fleet) {
  if (fleet.seen_on.size() != fleet.metrics.size())
    throw Error("SuperbenchFleet: every metric needs its number of nodes");
  SuperbenchPlan plan{std::move(rules), std::move(fleet), {}, {}};
  plan.planned.reserve(plan.rules.rules.size());
  Planner(plan, baseline).plan_all();
  return plan;
}

}  // namespace assay
