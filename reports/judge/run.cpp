#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "core/time_stamp.hpp"
#include "reports/catalogue/make_reason.hpp"
#include "reports/judge/parts.hpp"
#include "reports/profile/quantity.hpp"

namespace assay {
namespace {

/// Clocks of two machines differ; by more than this one of them is wrong.
constexpr double kClockDifference_s = 300;

void add(Judgement& judgement, ReasonId id, const std::string& text) {
  judgement.reasons.push_back(make_reason(id, text));
}

void add_missing(Judgement& judgement, const std::string& test, const std::string& subject) {
  Reason reason = make_reason("missing-result",
                              fmt::format("{} was planned on {} and has no result", test, subject));
  reason.test = test;
  reason.subject = subject;
  judgement.reasons.push_back(std::move(reason));
}

/// Subjects on which a test was to run that left no trace.
void judge_subjects(const Matter& matter, Judgement& judgement) {
  for (const auto& [test, subjects] : matter.report.run.planned_on) {
    std::set<std::string> found;
    for (const Group* group : matter.index.of_test(test)) found.insert(group->subject);
    for (const std::string& subject : subjects)
      if (!found.contains(subject)) add_missing(judgement, test, subject);
  }
}

/// Tests that were to run and left no trace.
void judge_plan(const Matter& matter, Judgement& judgement) {
  std::set<std::string> found;
  for (const Group& group : matter.index.groups()) found.insert(group.test);
  for (const std::string& test : matter.report.run.planned) {
    if (found.contains(test)) continue;
    Reason reason = make_reason("missing-result", test + " was planned and has no result");
    reason.test = test;
    judgement.reasons.push_back(std::move(reason));
  }
}

}  // namespace

void judge_time(const Run& run, const JudgeOptions& options, Judgement& judgement) {
  const std::optional<double> started = parse_iso8601(run.started);
  const std::optional<double> ended = run.ended.empty() ? started : parse_iso8601(run.ended);
  if (!started || !ended) {
    add(judgement, "bad-time",
        fmt::format("'{}' to '{}' is not when a run can be made", run.started, run.ended));
    return;
  }
  if (*ended < *started)
    add(judgement, "bad-time", fmt::format("it ended at {}, before it began", run.ended));
  const double age_s = options.now_wall_s - *ended;
  if (age_s < -kClockDifference_s)
    add(judgement, "from-future",
        fmt::format("the run ends {} from now", format_quantity(-age_s, Unit::seconds)));
  if (options.max_age_s && age_s > *options.max_age_s)
    add(judgement, "stale",
        fmt::format("the run ended {} ago, more than {}", format_quantity(age_s, Unit::seconds),
                    format_quantity(*options.max_age_s, Unit::seconds)));
}

void judge_run(const Matter& matter, Judgement& judgement) {
  const Run& run = matter.report.run;
  if (!run.complete) add(judgement, "incomplete-run", "the run is not complete");
  if (!run.injected.empty())
    add(judgement, "injected", fmt::format("injected: {}", fmt::join(run.injected, ", ")));
  if (!level_rank(run.level))
    add(judgement, "bad-level", fmt::format("'{}' is no level of a run", run.level));
  const auto& nodes = matter.report.nodes;
  if (!nodes.empty() && std::cmp_less(nodes.size(), run.nodes))
    add(judgement, "missing-node",
        fmt::format("{} of {} nodes were heard", nodes.size(), run.nodes));
  if (!matter.options.no_baseline.empty())
    add(judgement, "absent-baseline", matter.options.no_baseline);
  judge_time(run, matter.options, judgement);
  judge_plan(matter, judgement);
  judge_subjects(matter, judgement);
}

}  // namespace assay
