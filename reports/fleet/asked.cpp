#include "reports/fleet/asked.hpp"

#include "reports/profile/expectation_keys.hpp"

namespace assay::fleet {

Asked::Asked(const Profile& profile, const JudgeOptions& options)
    // What selects(), the ordinary way of a collective and votes on digests look at.
    : params_{"graph", "registered", "reduction", "in_place", "nodes", "data", "rounds"},
      references_(static_cast<bool>(options.reference)) {
  for (const Limit& limit : profile.limits) {
    for (const auto& [key, words] : limit.expect) facts_.insert(key);
    for (const auto& [key, value] : limit.when) params_.insert(key);
  }
  for (const Expectation& expectation : profile.expectations) {
    facts_.insert(expectation.key);
    metrics_.insert(expectation.key);
    host_memory_ = host_memory_ || expectation.key == "host_memory";
    const ExpectationKey* key = find_expectation_key(expectation.key);
    if (key != nullptr && !key->metric.empty()) metrics_.emplace(key->metric);
  }
}

bool Asked::fact(std::string_view key) const {
  return key.ends_with("_absent") || key == "kernel" || key == "isa" || facts_.contains(key);
}

bool Asked::expected_metric(std::string_view name) const { return metrics_.contains(name); }

bool Asked::param(std::string_view test, std::string_view key) const {
  // A collective's figures are held against what its links can carry, by size and ranks.
  return references_ || test.starts_with("collective.") || params_.contains(key);
}

}  // namespace assay::fleet
