#include "reports/fleet/read_flat.hpp"

#include <algorithm>
#include <atomic>
#include <deque>

#include "reports/fleet/flat_table.hpp"
#include "reports/fleet/in_threads.hpp"
#include "reports/importers/superbench/plan.hpp"

namespace assay::fleet {
namespace {

constexpr std::size_t kMostMetrics = 100'000;

/// A node and where it stood.
struct Placed {
  InputPlace place;
  FleetNode node;
  std::optional<std::size_t> row;
};

/// Worst first, as everywhere.
FleetNode node_of(const FlatRows::Row& row, const std::string& rules,
                  const std::vector<Reason>& about_all, std::vector<Reason> reasons) {
  FleetNode node{
      .name = row.node, .source = row.source, .profile = rules, .verdict = Verdict::pass};
  reasons.insert(reasons.begin(), about_all.begin(), about_all.end());
  std::stable_sort(reasons.begin(), reasons.end(),
                   [](const Reason& a, const Reason& b) { return a.verdict > b.verdict; });
  if (!reasons.empty()) node.verdict = reasons.front().verdict;
  node.reasons = std::move(reasons);
  return node;
}

std::vector<FleetNode> hold_all(const FlatTable& table, const SuperbenchGate& gate,
                                const std::string& rules, std::size_t threads) {
  std::vector<FleetNode> nodes(table.size());
  std::atomic<std::size_t> next = 0;
  in_threads(threads, [&](std::size_t) {
    std::vector<std::optional<double>> values;
    for (std::size_t i = next++; i < nodes.size(); i = next++) {
      table.values(i, values);
      nodes[i] = node_of(table.row(i), rules, gate.about_all(), gate.hold(values));
    }
  });
  return nodes;
}

/// Which way is better, of the metrics that a rule compares with their baselines.
std::vector<std::optional<Better>> directions(const SuperbenchPlan& plan) {
  std::vector<std::optional<Better>> better(plan.fleet.metrics.size());
  for (std::size_t i = 0; i < plan.planned.size(); ++i) {
    const SuperbenchRule& rule = plan.rules.rules[i];
    if (rule.function != SuperbenchFunction::variance) continue;
    const CriterionOp op = rule.criterion->op;
    const bool low_is_bad = op == CriterionOp::less || op == CriterionOp::at_most;
    const bool high_is_bad = op == CriterionOp::more || op == CriterionOp::at_least;
    if (!low_is_bad && !high_is_bad) continue;
    for (const PlannedMetric& metric : plan.planned[i].metrics)
      better[metric.index] = low_is_bad ? Better::higher : Better::lower;
  }
  return better;
}

/// Rows and broken lines as they stood.
std::vector<FleetNode> in_order(std::vector<Placed> placed, std::vector<std::size_t>& node_of_row) {
  std::sort(placed.begin(), placed.end(),
            [](const Placed& a, const Placed& b) { return a.place < b.place; });
  std::vector<FleetNode> nodes;
  nodes.reserve(placed.size());
  for (Placed& one : placed) {
    if (one.row) node_of_row[*one.row] = nodes.size();
    nodes.push_back(std::move(one.node));
  }
  return nodes;
}

}  // namespace

FleetRead read_flat_fleet(Supply& supply, const std::vector<std::string>& paths,
                          const FlatCriteria& criteria, const Site* site, std::size_t threads) {
  std::deque<FlatRows> parts(threads);
  in_threads(threads, [&](std::size_t i) {
    while (std::optional<Piece> piece = supply.next()) parts[i].take(std::move(*piece));
  });
  const FlatTable table(parts);
  if (table.metrics().size() > kMostMetrics)
    throw InputError(paths.front(), 0, "", "has more than 100000 metrics of different names");
  const SuperbenchGate gate(criteria.rules, criteria.baseline, table.fleet(criteria.gpus));

  std::vector<FleetNode> held = hold_all(table, gate, criteria.rules.source, threads);
  std::vector<Placed> placed;
  placed.reserve(held.size());
  for (std::size_t i = 0; i < held.size(); ++i)
    placed.push_back({table.row(i).place, std::move(held[i]), i});
  for (FlatRows& part : parts)
    for (FlatRows::Broken& broken : part.broken)
      placed.push_back({broken.place, std::move(broken.node), std::nullopt});

  FleetRead fleet;
  std::vector<std::size_t> node_of_row(table.size());
  std::vector<bool> found(paths.size());
  for (const Placed& one : placed) found[one.place.root] = true;
  fleet.nodes = in_order(std::move(placed), node_of_row);
  for (std::size_t root = 0; root < paths.size(); ++root)
    if (!found[root]) fleet.nodes.push_back(unreadable_node(paths[root], "holds no report"));

  const std::vector<bool> single = name_duplicates(fleet.nodes);
  std::vector<bool> keep(table.size());
  for (std::size_t i = 0; i < keep.size(); ++i) keep[i] = single[node_of_row[i]];
  const SuperbenchPlan plan =
      plan_superbench(criteria.rules, criteria.baseline, table.fleet(criteria.gpus));
  fleet.night = table.night(keep, directions(plan), site, fleet.node_of);
  for (std::size_t& row : fleet.node_of) row = node_of_row[row];
  return fleet;
}

}  // namespace assay::fleet
