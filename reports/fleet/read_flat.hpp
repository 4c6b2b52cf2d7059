#pragma once
#include <optional>
#include <string>
#include <vector>

#include "reports/fleet/read_fleet.hpp"
#include "reports/importers/superbench/rules.hpp"

namespace assay::fleet {

/// What SuperBench's results are held against.
struct FlatCriteria {
  SuperbenchRules rules;
  SuperbenchBaseline baseline;
  std::optional<int> gpus;  ///< of a node, where it is known
};

/// As read_fleet(), for lines of SuperBench's results: first all are read, then each is held
/// against the rules, which may be about what other nodes have. The night has the metrics that a
/// rule holds against a baseline, for only of these it is known whether more is better. Throws
/// InputError if more than a hundred thousand metrics have names of their own.
[[nodiscard]] FleetRead read_flat_fleet(Supply& supply, const std::vector<std::string>& paths,
                                        const FlatCriteria& criteria, const Site* site,
                                        std::size_t threads);

}  // namespace assay::fleet
