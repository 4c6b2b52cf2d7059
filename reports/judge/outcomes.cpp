#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>
#include <string>
#include <tuple>

#include "reports/catalogue/make_reason.hpp"
#include "reports/judge/parts.hpp"
#include "reports/judge/ruling.hpp"

namespace assay {
namespace {

void add(Judgement& judgement, ReasonId id, const Group& group, const std::string& text) {
  Reason reason = make_reason(id, fmt::format("{} on {}: {}", group.test, group.subject, text));
  reason.test = group.test;
  reason.subject = group.subject;
  judgement.reasons.push_back(std::move(reason));
}

/// Test and subject of reasons that the limits gave already, by the reason's id.
using Explained = std::set<std::tuple<std::string, std::string, std::string>>;

Explained explained(const Judgement& judgement) {
  Explained all;
  for (const Reason& reason : judgement.reasons)
    all.emplace(reason.id, reason.test, reason.subject);
  return all;
}

/// Repeating a test does not take back a wrong answer: corruption that comes and goes is the worst
/// kind.
void judge_defects(const Group& group, const Result& result, Judgement& judgement) {
  if (result.outcome != Outcome::failed && result.defects.empty()) return;
  add(judgement, "defect", group,
      fmt::format("attempt {}: {}", result.attempt, wrong_answers(result)));
}

void judge_last(const Group& group, const Result& result, const Explained& known,
                Judgement& judgement) {
  if (!known.contains({"defect", group.test, group.subject}))
    judge_defects(group, result, judgement);
  if (result.outcome == Outcome::error &&
      !known.contains({"test-error", group.test, group.subject}))
    add(judgement, "test-error", group, result.reason);
  if (!result.telemetry.lost.empty())
    add(judgement, "telemetry-lost", group,
        fmt::format("lost {}", fmt::join(result.telemetry.lost, ", ")));
  std::set<std::string_view> names;
  for (const Metric& metric : result.metrics)
    if (!names.insert(metric.name).second)
      add(judgement, "duplicate-metric", group, metric.name + " stands there twice");
}

void judge_retries(const Group& group, Judgement& judgement) {
  std::string text;
  for (const Result* result : group.earlier)
    if (result->outcome == Outcome::error || result->outcome == Outcome::skipped)
      text += fmt::format("{}attempt {}: {} ({})", text.empty() ? "" : ", ", result->attempt,
                          name(result->outcome), result->reason);
  if (!text.empty() && group.last.front()->outcome == Outcome::ok)
    add(judgement, "passed-on-retry", group,
        fmt::format("answered on attempt {} only ({})", group.last.front()->attempt, text));
}

void judge_events(const Matter& matter, Judgement& judgement) {
  for (const Event& event : matter.report.events) {
    if (event.kind != "telemetry_lost") continue;
    Reason reason =
        make_reason("telemetry-lost", fmt::format("{}: {}", label(event.subject), event.text));
    reason.subject = label(event.subject);
    judgement.reasons.push_back(std::move(reason));
  }
}

}  // namespace

void judge_outcomes(const Matter& matter, Judgement& judgement) {
  const Explained known = explained(judgement);
  for (const Group& group : matter.index.groups()) {
    if (group.duplicated)
      add(judgement, "duplicate-result", group, "two results of one attempt and configuration");
    for (const Result* result : group.earlier) judge_defects(group, *result, judgement);
    for (const Result* result : group.last) judge_last(group, *result, known, judgement);
    judge_retries(group, judgement);
  }
  judge_events(matter, judgement);
}

}  // namespace assay
