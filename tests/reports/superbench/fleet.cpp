#include "fleet.hpp"

namespace assay {

SuperbenchRules nightly_rules() {
  return read_superbench_rules(R"(superbench:
  rules:
    memory:
      function: variance
      criteria: lambda x:x<-0.05
      categories: Memory
      metrics: ['mem-bw/h2d:\d+', 'mem-bw/d2h:\d+']
    launch:
      function: variance
      criteria: lambda x:x>0.05
      categories: Launch
      metrics: ['launch/event:\d+']
    failed:
      function: value
      criteria: lambda x:x>0
      categories: Failed
      metrics: [mem-bw/return_code, launch/return_code]
)",
                               "nightly.yaml");
}

SuperbenchBaseline nightly_baseline() {
  return {{"mem-bw/h2d", 50}, {"mem-bw/d2h", 52}, {"launch/event", 0.006}};
}

NodeMetrics good_node(int ranks) {
  NodeMetrics node{{"mem-bw/return_code", 0}, {"launch/return_code", 0}};
  for (const auto& [name, value] : nightly_baseline())
    for (int rank = 0; rank < ranks; ++rank) node[name + ":" + std::to_string(rank)] = value;
  return node;
}

std::vector<std::vector<Reason>> judge_fleet(const SuperbenchRules& rules,
                                             const SuperbenchBaseline& baseline,
                                             const std::vector<NodeMetrics>& nodes,
                                             std::optional<int> gpus) {
  std::map<std::string, std::size_t> seen;
  for (const NodeMetrics& node : nodes)
    for (const auto& [name, value] : node) ++seen[name];
  SuperbenchFleet fleet;
  fleet.nodes = nodes.size();
  fleet.gpus = gpus;
  for (const auto& [name, count] : seen) {
    fleet.metrics.push_back(name);
    fleet.seen_on.push_back(count);
  }
  const SuperbenchGate gate(rules, baseline, fleet);
  std::vector<std::vector<Reason>> all;
  for (const NodeMetrics& node : nodes) {
    std::vector<std::optional<double>> values;
    for (const std::string& name : fleet.metrics) {
      const auto found = node.find(name);
      values.push_back(found == node.end() ? std::nullopt : std::optional(found->second));
    }
    all.push_back(gate.about_all());
    const auto reasons = gate.hold(values);
    all.back().insert(all.back().end(), reasons.begin(), reasons.end());
  }
  return all;
}

std::vector<std::vector<Reason>> judge_nightly(const std::vector<NodeMetrics>& nodes,
                                               std::optional<int> gpus) {
  return judge_fleet(nightly_rules(), nightly_baseline(), nodes, gpus);
}

std::vector<std::string> summary(const std::vector<Reason>& reasons) {
  std::vector<std::string> lines;
  lines.reserve(reasons.size());
  for (const Reason& reason : reasons)
    lines.push_back(reason.id + " " + reason.subject + " " + reason.test + "/" + reason.metric);
  return lines;
}

}  // namespace assay
