#pragma once
#include <optional>

#include "reports/profile.hpp"
#include "reports/reader.hpp"
#include "reports/verdict.hpp"

namespace assay {

struct JudgeOptions {
  double now_wall_s = 0;              ///< seconds since 1970, for the report's age
  std::optional<double> max_age_s;    ///< an older report is unknown
  std::vector<std::string> expected_serials;  ///< of this node's GPUs, from the site file; empty = not known
};

/// Holds one report against one profile. Never throws on what a report says: what cannot be judged is
/// `unknown`, with the reason.
[[nodiscard]] Judgement judge(const ReadReport& report, const Profile& profile,
                              const JudgeOptions& options);

}  // namespace assay
