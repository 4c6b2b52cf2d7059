#include "tests/reports/fleet/flat_fleet.hpp"

#include <gmock/gmock.h>

namespace assay::test {
namespace {

constexpr const char* kRules = R"(superbench:
  rules:
    memory:
      function: variance
      criteria: 'lambda x: x < -0.05'
      categories: Memory
      metrics: ['mem-bw/.*:\d+']
    launch:
      function: variance
      criteria: 'lambda x: x > 0.05'
      categories: Launch
      metrics: ['launch/event:\d+']
)";

}  // namespace

Values good(int ranks) {
  Values values;
  for (int rank = 0; rank < ranks; ++rank) {
    values["mem-bw/h2d:" + std::to_string(rank)] = "50.25";
    values["launch/event:" + std::to_string(rank)] = "0.0055";
  }
  return values;
}

std::string line_of(const std::string& node, const Values& values) {
  std::string line = R"({"node": ")" + node + '"';
  for (const auto& [name, value] : values) line += ", \"" + name + "\": " + value;
  return line + "}\n";
}

FlatFleet::FlatFleet() : rules(kRules) {}

fleet::FleetRead FlatFleet::judge(const std::string& text, std::size_t threads) {
  const std::vector<std::string> paths{write("results.jsonl", text)};
  fleet::Supply supply(paths);
  return read_flat_fleet(supply, paths,
                         {read_superbench_rules(rules, "rules.yaml"),
                          read_superbench_baseline(baseline, "b.json"), std::nullopt},
                         nullptr, threads);
}

fleet::FleetRead FlatFleet::judge_second(const Values& values) {
  return judge(line_of("a", good()) + line_of("b", values) + line_of("c", good()));
}

void FlatFleet::expect_others_pass(const fleet::FleetRead& fleet) {
  for (const char* name : {"a", "c"})
    EXPECT_THAT(reasons_of(node_named(fleet.nodes, name)), testing::IsEmpty());
}

}  // namespace assay::test
