#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "reports/catalogue/reason_id.hpp"
#include "reports/importers/superbench/gate.hpp"

namespace assay {

/// A metric that a rule is about.
struct PlannedMetric {
  std::size_t index = 0;  ///< in SuperbenchFleet::metrics
  std::optional<double> baseline;
  bool demanded = false;    ///< a node without it cannot pass
  bool unexpected = false;  ///< a rank beyond those that nodes of this kind have
};

/// A pattern of which no metric is demanded by itself: a node must have one of them all the same.
struct WeakPattern {
  std::string regex;
  std::vector<std::size_t> metrics;  ///< in SuperbenchFleet::metrics
};

struct PlannedRule {
  std::vector<PlannedMetric> metrics;
  std::vector<WeakPattern> weak;
  std::vector<std::size_t> about;  ///< of multi_rules: which rules, in the file's order
};

/// A gate's rules with everything looked up.
struct SuperbenchPlan {
  SuperbenchRules rules;
  SuperbenchFleet fleet;
  std::vector<PlannedRule> planned;  ///< as `rules.rules`
  std::vector<Reason> about_all;
};

[[nodiscard]] SuperbenchPlan plan_superbench(SuperbenchRules rules,
                                             const SuperbenchBaseline& baseline,
                                             SuperbenchFleet fleet);

/// A reason with the place in the rule file that it comes from.
[[nodiscard]] Reason superbench_reason(const SuperbenchRule& rule, ReasonId id,
                                       const std::string& text);

/// The same about one metric: test, metric and subject are taken from its name.
[[nodiscard]] Reason superbench_reason(const SuperbenchRule& rule, std::string_view metric,
                                       ReasonId id, const std::string& text);

}  // namespace assay
