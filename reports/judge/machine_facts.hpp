#pragma once
#include <optional>
#include <string>
#include <vector>

#include "reports/judge/index.hpp"
#include "reports/profile/expectation_keys.hpp"

namespace assay {

/// What the report says about one expectation on one subject.
struct MachineFact {
  std::string subject;           ///< "node", "gpu 3"
  std::optional<double> number;  ///< in the key's unit
  std::string word;              ///< "" where it is a number or not known
};

/// Everything the report says about `key`: one entry for each subject that should have it, without
/// number and word where it does not say.
[[nodiscard]] std::vector<MachineFact> machine_facts(const ExpectationKey& key,
                                                     const Report& report, const Index& index);

}  // namespace assay
