#pragma once
#include <functional>

#include "reports/judge.hpp"

namespace assay::fleet {

/// What the reports of a fleet are held against. Both functions are called from several threads.
struct Criteria {
  /// The profile for one report. It may look at what matching_profile() looks at and at nothing
  /// else; the profile outlives all judging.
  std::function<const Profile&(const Report& report)> profile;
  /// The options for one report: they may look at its node.
  std::function<JudgeOptions(const Report& report)> options;

  /// The ordinary judgement of one report.
  [[nodiscard]] Judgement judge(const ReadReport& read) const {
    return assay::judge(read, profile(read.report), options(read.report));
  }
};

}  // namespace assay::fleet
