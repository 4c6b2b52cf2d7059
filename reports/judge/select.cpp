#include "reports/judge/select.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/glob.hpp"

namespace assay {
namespace {

std::optional<double> as_number(const ParamValue& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  if (const auto* number = std::get_if<double>(&value)) return *number;
  return std::nullopt;
}

bool equal(const ParamValue& a, const ParamValue& b) {
  const std::optional<double> x = as_number(a);
  const std::optional<double> y = as_number(b);
  return x && y ? *x == *y : a == b;
}

/// Conditions that hold for all results of a run alike.
bool is_about_run(const std::string& key) { return key == "virtual" || key == "level"; }

/// What parameters have where nothing special was asked for; nothing: they are not there.
std::vector<std::pair<std::string, std::optional<ParamValue>>> ordinary_values() {
  return {{"graph", std::nullopt},
          {"registered", std::nullopt},
          {"reduction", ParamValue(std::string("sum"))},
          {"in_place", ParamValue(true)}};
}

/// On how many nodes `result` was measured.
std::int64_t nodes_of(const Result& result) {
  if (!result.subject.nodes.empty()) return static_cast<std::int64_t>(result.subject.nodes.size());
  return 1;
}

/// The parameter `key`, or what the run says of it where the result says nothing.
std::optional<ParamValue> condition(const std::string& key, const Result& result, const Run& run) {
  const auto found = result.params.find(key);
  if (found != result.params.end()) return found->second;
  if (key == "nodes") return nodes_of(result);
  if (key == "data") return run.data;
  return std::nullopt;
}

std::optional<std::string> other_run(const Limit& limit, const Report& report) {
  for (const auto& [key, wanted] : limit.when) {
    if (key == "virtual" && !equal(wanted, !report.node.hypervisor.empty()))
      return report.node.hypervisor.empty() ? "virtual machines only" : "bare metal only";
    if (key == "level" && !equal(wanted, report.run.level))
      return "level " + std::get<std::string>(wanted) + " only";
    if (key == "nodes" && as_number(wanted) > static_cast<double>(report.run.nodes))
      return "runs of more nodes";
  }
  return std::nullopt;
}

Unit unit_of_quantity(const std::string& quantity) {
  const auto ends = [&](std::string_view suffix) { return quantity.ends_with(suffix); };
  if (ends("_w")) return Unit::watts;
  if (ends("_c")) return Unit::celsius;
  if (ends("_hz")) return Unit::hertz;
  if (ends("_s")) return Unit::seconds;
  if (ends("_j")) return Unit::joules;
  if (ends("_bytes")) return Unit::bytes;
  if (ends("_share") || ends("_ratio")) return Unit::ratio;
  return Unit::count;
}

constexpr std::string_view kTelemetry = "telemetry.";

std::vector<Metric> telemetry_metrics(const std::string& pattern, const Telemetry& telemetry) {
  std::vector<Metric> found;
  for (const auto& [quantity, statistics] : telemetry.quantities)
    for (const auto& [statistic, value] : statistics) {
      const std::string name = std::string(kTelemetry) + quantity + "." + statistic;
      if (!glob_matches(pattern, name)) continue;
      found.push_back({.name = name,
                       .unit = unit_of_quantity(quantity),
                       .better = Better::lower,
                       .value = value});
    }
  return found;
}

}  // namespace

std::string describe(const Limit& limit) {
  std::string text = limit.test + "." + limit.metric;
  if (!limit.statistic.empty()) text += " " + limit.statistic;
  if (!limit.each.empty()) text += ", each " + limit.each;
  return text;
}

std::optional<std::string> not_demanded(const Limit& limit, const Report& report) {
  const std::optional<int> of_run = level_rank(report.run.level);
  const std::optional<int> of_limit = level_rank(limit.level);
  // A level that nobody knows demands everything: it must not be a way around limits.
  if (of_run && of_limit && *of_limit > *of_run) return "level " + limit.level;
  return other_run(limit, report);
}

bool selects(const Limit& limit, const Result& result, const Run& run) {
  return std::all_of(limit.when.begin(), limit.when.end(), [&](const auto& wanted) {
    if (is_about_run(wanted.first)) return true;
    const std::optional<ParamValue> found = condition(wanted.first, result, run);
    return found && equal(*found, wanted.second);
  });
}

std::vector<const Result*> selected(const Limit& limit, const std::vector<const Result*>& results,
                                    const Run& run) {
  std::vector<const Result*> found;
  std::copy_if(results.begin(), results.end(), std::back_inserter(found),
               [&](const Result* result) { return selects(limit, *result, run); });
  for (const auto& [key, ordinary] : ordinary_values()) {
    if (limit.when.contains(key)) continue;
    const auto is_ordinary = [&, key = key, ordinary = ordinary](const Result* result) {
      const auto param = result->params.find(key);
      if (param == result->params.end()) return !ordinary.has_value();
      return ordinary && equal(param->second, *ordinary);
    };
    if (std::any_of(found.begin(), found.end(), is_ordinary))
      std::erase_if(found, [&](const Result* result) { return !is_ordinary(result); });
  }
  return found;
}

std::optional<std::string> on_more_nodes(const Limit& limit, const Index& index, const Run& run) {
  const auto wanted = limit.when.find("nodes");
  if (wanted == limit.when.end() || as_number(wanted->second) >= static_cast<double>(run.nodes))
    return std::nullopt;
  const auto together = [&](const Result* result) {
    const std::optional<ParamValue> nodes = condition("nodes", *result, run);
    return result->outcome == Outcome::ok && nodes && equal(*nodes, run.nodes);
  };
  const std::vector<const Group*> groups = index.of_test(limit.test);
  const bool all = std::all_of(groups.begin(), groups.end(), [&](const Group* group) {
    return std::all_of(group->last.begin(), group->last.end(), together);
  });
  return all ? std::optional("measured on " + std::to_string(run.nodes) + " nodes together")
             : std::nullopt;
}

Selection select(const Limit& limit, const Index& index, const Run& run) {
  Selection found;
  std::vector<const Group*> skipped_elsewhere;
  for (const Group* group : index.of_test(limit.test)) {
    found.any_result = true;
    const bool of_kind = limit.each.empty() || group->about().kind == limit.each;
    if (group->skipped()) {
      if (!of_kind)
        skipped_elsewhere.push_back(group);
      else
        (group->absent() ? found.absent : found.skipped).push_back(group);
    } else if (of_kind) {
      for (const Result* result : selected(limit, group->last, run))
        found.carried_out.push_back({group, result});
    }
  }
  // A test that finds no subject at all says so of the node, not of a subject that is not there.
  if (!found.carried_out.empty() || !found.skipped.empty() || !found.absent.empty()) return found;
  for (const Group* group : skipped_elsewhere)
    (group->absent() ? found.absent : found.skipped).push_back(group);
  return found;
}

std::vector<Metric> metrics_of(const Limit& limit, const Result& result) {
  if (limit.metric.starts_with(kTelemetry))
    return telemetry_metrics(limit.metric, result.telemetry);
  std::vector<Metric> found;
  for (const Metric& metric : result.metrics)
    if (glob_matches(limit.metric, metric.name)) found.push_back(metric);
  return found;
}

}  // namespace assay
