#pragma once
#include <functional>
#include <memory>

#include "reports/judge.hpp"

namespace assay::fleet {

/// What the reports of a fleet are held against. Both functions are called from several threads.
struct Criteria {
  /// The profile for one report. It may look at what a Shape leaves no slot for: the kind of
  /// machine, the run's level and size, which tests there are.
  std::function<std::shared_ptr<const Profile>(const Report& report)> profile;
  /// The options for one report: they may look at its node besides.
  std::function<JudgeOptions(const Report& report)> options;
  /// What fewer nodes have is not kept for comparisons; a re-test may be of one node.
  std::size_t fewest_holders = 2;

  /// The ordinary judgement of one report.
  [[nodiscard]] Judgement judge(const ReadReport& read) const {
    return assay::judge(read, *profile(read.report), options(read.report));
  }
};

}  // namespace assay::fleet
