#pragma once
#include <string>
#include <vector>

#include "cli/program.hpp"

namespace assay {

/// `assay burnin hours`, as typed.
struct HoursArguments {
  std::vector<std::string> reports;
  std::string mtbf, confidence = "95%", format = "text", out;
};

/// Pools the hours under load of reports and prints what they prove. With a claim the exit code is
/// the worst over all kinds of hardware: pass where it is shown, fail where it is refuted, else
/// unknown. Without burn-in in any report: unknown. A report that cannot be read is named, and
/// nothing is shown any more: it may hold a failure. Throws InputError for arguments that make no
/// sense.
[[nodiscard]] ExitCode proven_hours(const HoursArguments& arguments, Console& console);

}  // namespace assay
