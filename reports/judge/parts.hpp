#pragma once
#include "reports/judge.hpp"
#include "reports/judge/index.hpp"

namespace assay {

/// What is judged, at hand for all parts of the judge. References outlive it.
struct Matter {
  const Report& report;
  const Profile& profile;
  const JudgeOptions& options;
  const Index& index;
};

/// Whether `run` was made at a believable and recent time.
void judge_time(const Run& run, const JudgeOptions& options, Judgement& judgement);

/// Whether `node` has the serials that the site file names.
void judge_serials(const Node& node, const JudgeOptions& options, Judgement& judgement);

/// Whether the run as a whole may count: complete, real, of a believable and recent time.
void judge_run(const Matter& matter, Judgement& judgement);

/// What became of every test, with or without a limit on it: wrong answers, no answer, lost
/// telemetry, results twice. What `judgement` says of a test already is not said again.
void judge_outcomes(const Matter& matter, Judgement& judgement);

/// The profile's `expect` and the site file against the machine.
void judge_machine(const Matter& matter, Judgement& judgement);

/// Every limit.
void judge_limits(const Matter& matter, Judgement& judgement);

/// "test.metric" of everything measured whose value no limit of the profile is on; sorted.
[[nodiscard]] std::vector<std::string> uncovered(const Profile& profile, const Index& index);

}  // namespace assay
