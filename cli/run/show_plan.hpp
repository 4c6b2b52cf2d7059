#pragma once
#include <string>

#include "suites/runner/plan.hpp"

namespace assay {

/// What would run, for how long, and what would not and why. `format`: text or json.
[[nodiscard]] std::string show_plan(const Plan& plan, const std::string& format);

}  // namespace assay
