#pragma once
#include <string>
#include <vector>

#include "reports/profile.hpp"
#include "reports/report.hpp"

namespace assay {

/// Something in a profile that its author should know.
struct Finding {
  enum class Severity {
    error,    ///< the profile cannot do its work: a limit that can never hold or never fail
    warning,  ///< probably not what was meant
    note      ///< what the profile leaves open
  };
  Severity severity = Severity::warning;
  std::string at;    ///< "file:line"
  std::string text;  ///< one sentence
};

/// A test and the metrics that it may report.
struct Measurable {
  std::string test;
  std::vector<std::string> metrics;
};

/// Examines a profile alone, against `reports` (may be empty) of the machines it is meant for, and
/// against what can be measured at all (may be empty). Errors come first, notes last.
[[nodiscard]] std::vector<Finding> lint(const Profile& profile, const std::vector<Report>& reports,
                                        const std::vector<Measurable>& measurable = {});

}  // namespace assay
