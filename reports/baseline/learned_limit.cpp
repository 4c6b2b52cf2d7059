#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <set>
#include <utility>

#include "core/stats.hpp"
#include "core/text.hpp"
#include "reports/baseline/bounds.hpp"
#include "reports/baseline/screen.hpp"
#include "reports/baseline/topic.hpp"
#include "reports/observations/conditions.hpp"
#include "reports/profile/quantity.hpp"

namespace assay {
namespace {

constexpr double kContaminated = 0.2;
/// A limit further off than this lets half-broken hardware through.
constexpr double kFarthestFloor = 0.5, kFarthestRoof = 1;
constexpr std::size_t kNamed = 8;

bool is_done_together(const Topic& topic) {
  const auto nodes = topic.when.find("nodes");
  if (nodes == topic.when.end()) return false;
  const auto* n = std::get_if<std::int64_t>(&nodes->second);
  return n != nullptr && *n > 1;
}

/// Nodes that did something together say the same number: it is one measurement, not many.
TopicValues each_once(const TopicValues& values) {
  std::set<double> seen;
  TopicValues once;
  for (const auto& [node, subjects] : values)
    for (const auto& [subject, all] : subjects)
      for (const TopicValue& value : all)
        if (seen.insert(value.value).second)
          once[fmt::format("{}, run {}", node, seen.size())]["all"].push_back(value);
  return once;
}

template <class Get>
std::vector<NodeValues> nested(const TopicValues& values, const Get& get) {
  std::vector<NodeValues> nodes;
  nodes.reserve(values.size());
  for (const auto& [node, subjects] : values) {
    NodeValues& into = nodes.emplace_back(NodeValues{node, {}});
    into.subjects.reserve(subjects.size());
    for (const auto& [subject, all] : subjects) {
      SubjectValues& one = into.subjects.emplace_back(SubjectValues{subject, {}});
      one.values.reserve(all.size());
      for (const TopicValue& value : all) one.values.push_back(get(value));
    }
  }
  return nodes;
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Median of the nodes' means.
double typical_of(const std::vector<NodeValues>& nodes) {
  std::vector<double> means;
  means.reserve(nodes.size());
  for (const NodeValues& node : nodes) {
    std::vector<double> subjects;
    subjects.reserve(node.subjects.size());
    for (const SubjectValues& subject : node.subjects) subjects.push_back(mean(subject.values));
    means.push_back(mean(subjects));
  }
  return median(means);
}

TopicValues without(TopicValues values, const std::vector<Outlier>& left_out) {
  for (const Outlier& outlier : left_out) {
    values[outlier.node].erase(outlier.subject);
    if (values[outlier.node].empty()) values.erase(outlier.node);
  }
  return values;
}

constexpr std::array<std::string_view, 8> kStatistics{"min", "p01", "p05", "p50",
                                                      "p95", "p99", "max", "mean"};

std::map<std::string, double> typical_statistics(const TopicValues& values) {
  for (const auto& [node, subjects] : values)
    for (const auto& [subject, all] : subjects)
      for (const TopicValue& value : all)
        if (!value.samples) return {};
  std::map<std::string, double> found;
  for (const std::string_view name : kStatistics)
    found.emplace(name, typical_of(nested(values, [&](const TopicValue& value) {
                    return *statistic(*value.samples, name);
                  })));
  return found;
}

std::vector<std::string> named(const Screened& screened, Unit unit) {
  std::vector<std::string> texts;
  texts.reserve(screened.left_out.size());
  for (const Outlier& outlier : screened.left_out) {
    const double away = screened.typical == 0
                            ? 0
                            : (outlier.value - screened.typical) / std::fabs(screened.typical);
    texts.push_back(fmt::format("{} {}: {} ({:+.2g} %)", outlier.node, outlier.subject,
                                format_quantity(outlier.value, unit), 100 * away));
  }
  return texts;
}

std::string contamination(const Screened& screened, std::size_t nodes) {
  std::set<std::string> names;
  for (const Outlier& outlier : screened.left_out) names.insert(outlier.node);
  std::vector<std::string> shown(names.begin(), names.end());
  if (shown.size() > kNamed) {
    const std::size_t more = shown.size() - kNamed;
    shown.resize(kNamed);
    shown.push_back(fmt::format("and {} more", more));
  }
  return fmt::format("{} of {} nodes lie apart from the others, more than 20 %: {}", names.size(),
                     nodes, joined(shown, ", "));
}

bool is_sampled(const LearnedLimit& limit) { return !limit.statistic.empty(); }

/// Sets the bounds; says why where there can be none.
std::string set_bounds(LearnedLimit& limit) {
  const bool varies = limit.spread.total > 0;
  const bool is_floor = limit.better == Better::higher;
  const double typical = limit.typical;
  if (varies && typical == 0) return "varies around 0";
  if (typical < 0) return "is below 0, where no limit can be written";
  if (!varies && typical == 0) {
    // That good nodes show none of something does not prove that one of it is a fault.
    if (!is_floor) limit.warn_above = written_bound(0, limit.unit, false, 0);
    return is_floor ? "is 0: nothing is below" : "";
  }
  const Tolerance tolerance = tolerance_of(
      typical, limit.spread, static_cast<std::size_t>(limit.nodes), !varies && !is_sampled(limit));
  if (tolerance.fail > (is_floor ? kFarthestFloor : kFarthestRoof) * typical)
    return fmt::format("good nodes differ too much: a limit would lie {:.0f} % off",
                       100 * tolerance.fail / typical);
  const auto bound = [&](double slack) {
    return written_bound(is_floor ? typical - slack : typical + slack, limit.unit, is_floor, slack);
  };
  (is_floor ? limit.at_least : limit.at_most) = bound(tolerance.fail);
  if (tolerance.warn < tolerance.fail)
    (is_floor ? limit.warn_below : limit.warn_above) = bound(tolerance.warn);
  return "";
}

std::int64_t count_of(const TopicValues& values) {
  std::size_t n = 0;
  for (const auto& [node, subjects] : values)
    for (const auto& [subject, all] : subjects) n += all.size();
  return static_cast<std::int64_t>(n);
}

}  // namespace

std::string describe(const Topic& topic) {
  const std::string when = topic.when.empty() ? "" : " (" + text_of(topic.when) + ")";
  return topic.test + "." + topic.metric + " on " + topic.each + when;
}

std::optional<LearnedLimit> learned_limit(const Topic& topic, const TopicValues& given,
                                          std::size_t fewest_nodes, std::string& why_not) {
  const bool together = is_done_together(topic);
  const TopicValues values = together ? each_once(given) : given;
  const auto own = [](const TopicValue& value) { return value.value; };
  if (values.size() < fewest_nodes) {
    why_not = fmt::format("only {} {}", values.size(), together ? "runs" : "nodes");
    return std::nullopt;
  }
  const Screened screened = screen(nested(values, own));
  if (screened.contaminated > kContaminated) {
    why_not = contamination(screened, values.size());
    return std::nullopt;
  }
  if (screened.kept.size() < fewest_nodes) {
    why_not = fmt::format("only {} nodes without those that lie apart", screened.kept.size());
    return std::nullopt;
  }
  const TopicValues kept = without(values, screened.left_out);
  LearnedLimit limit{.test = topic.test,
                     .metric = topic.metric,
                     .each = topic.each,
                     .when = topic.when,
                     .unit = topic.unit,
                     .better = topic.better,
                     .statistic = topic.statistic,
                     .typical = typical_of(screened.kept),
                     .statistics = typical_statistics(kept),
                     .spread = spread_of(screened.kept),
                     .nodes = static_cast<std::int64_t>(screened.kept.size()),
                     .values = count_of(kept),
                     .left_out = named(screened, topic.unit)};
  why_not = set_bounds(limit);
  return why_not.empty() ? std::optional(std::move(limit)) : std::nullopt;
}

}  // namespace assay
