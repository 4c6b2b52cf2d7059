#pragma once
#include <string>
#include <vector>

#include "core/facts.hpp"

namespace assay::history {

/// What tells each of `group` from the others, as MetricKey::params: those params in which first
/// attempts differ, "bytes=8,type=bf16"; "" where one result stands alone. `group` is all results
/// of one test on one subject in one report; one text for each.
[[nodiscard]] std::vector<std::string> series_params(const std::vector<const Result*>& group);

}  // namespace assay::history
