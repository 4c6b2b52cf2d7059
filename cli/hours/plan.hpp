#pragma once
#include <cstdint>
#include <string>

#include "cli/program.hpp"

namespace assay {

/// `assay burnin plan`, as typed.
struct PlanArguments {
  std::string mtbf, confidence = "95%", format = "text", out;
  std::int64_t gpus = 0, failures = 0;
};

/// Prints how long devices must be under load until a claim is shown. Throws InputError for
/// arguments that make no sense.
[[nodiscard]] ExitCode plan_hours(const PlanArguments& arguments, Console& console);

}  // namespace assay
