#pragma once
#include <map>
#include <string>

#include "reports/fleet/read_flat.hpp"
#include "tests/reports/fleet/files.hpp"

namespace assay::test {

/// Metric -> value as it stands in the file.
using Values = std::map<std::string, std::string>;

/// A node of `ranks` GPUs that measures its baseline.
[[nodiscard]] Values good(int ranks = 8);

[[nodiscard]] std::string line_of(const std::string& node, const Values& values);

/// SuperBench's results in a file, rules and baseline.
class FlatFleet : public FleetFiles {
 protected:
  FlatFleet();
  [[nodiscard]] fleet::FleetRead judge(const std::string& text, std::size_t threads = 2);
  /// The three nodes a, b and c, the second of which is `values`.
  [[nodiscard]] fleet::FleetRead judge_second(const Values& values);
  static void expect_others_pass(const fleet::FleetRead& fleet);

  std::string rules;
  std::string baseline = R"({"mem-bw/h2d": 50, "launch/event": 0.0055})";
};

}  // namespace assay::test
