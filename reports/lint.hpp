#pragma once
#include <string>
#include <vector>

#include "reports/profile.hpp"
#include "reports/report.hpp"

namespace assay {

/// Something in a profile that its author should know.
struct Finding {
  enum class Severity {
    error,   ///< the profile cannot do its work: a limit that can never hold or never fail
    warning  ///< probably not what was meant
  };
  Severity severity = Severity::warning;
  std::string at;    ///< "file:line"
  std::string text;  ///< one sentence
};

/// Examines a profile alone, and against `reports` (may be empty) of the machines it is meant for.
/// Errors come first.
[[nodiscard]] std::vector<Finding> lint(const Profile& profile, const std::vector<Report>& reports);

}  // namespace assay
