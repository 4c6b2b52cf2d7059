#pragma once
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reports/importers/superbench/gate.hpp"

namespace assay {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// What one node measured.
using NodeMetrics = std::map<std::string, double>;

/// Rules of a nightly sweep: two memory directions, a launch latency and return codes.
[[nodiscard]] SuperbenchRules nightly_rules();
[[nodiscard]] SuperbenchBaseline nightly_baseline();

/// A node of `ranks` GPUs that measures its baseline everywhere.
[[nodiscard]] NodeMetrics good_node(int ranks = 8);

/// What is wrong with each node, the fleet's own troubles before the node's.
[[nodiscard]] std::vector<std::vector<Reason>> judge_fleet(const SuperbenchRules& rules,
                                                           const SuperbenchBaseline& baseline,
                                                           const std::vector<NodeMetrics>& nodes,
                                                           std::optional<int> gpus = {});

/// The same with the nightly rules.
[[nodiscard]] std::vector<std::vector<Reason>> judge_nightly(const std::vector<NodeMetrics>& nodes,
                                                             std::optional<int> gpus = {});

/// "id subject test/metric" of each.
[[nodiscard]] std::vector<std::string> summary(const std::vector<Reason>& reasons);

}  // namespace assay
