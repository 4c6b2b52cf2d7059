#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "reports/catalogue/make_reason.hpp"
#include "reports/judge/parts.hpp"
#include "reports/judge/ruling.hpp"
#include "reports/judge/select.hpp"
#include "reports/judge/subjects.hpp"

namespace assay {
namespace {

void take(Ruling ruling, Judgement& judgement) {
  if (!ruling.not_applicable.empty()) {
    const Check& check = ruling.check;
    judgement.not_applicable.push_back(fmt::format("{}.{} on {} ({})", check.test, check.metric,
                                                   check.subject, ruling.not_applicable));
    return;
  }
  judgement.checks.push_back(std::move(ruling.check));
  for (Reason& reason : ruling.reasons) judgement.reasons.push_back(std::move(reason));
}

/// What the attempts before the last were worth under `limit`; "" if they would have passed, too.
/// Wrong and absent answers are judge_outcomes()'s business.
std::string failed_attempts(const Limit& limit, const Group& group, const Matter& matter) {
  std::string text;
  for (const Result* result : selected(limit, group.earlier, matter.report.run)) {
    if (result->outcome != Outcome::ok) continue;
    for (const Ruling& ruling : rule(limit, *result, group.subject, matter)) {
      if (ruling.check.verdict < Verdict::unknown || ruling.reasons.empty()) continue;
      text += fmt::format("{}attempt {}: {}", text.empty() ? "" : ", ", result->attempt,
                          ruling.reasons.front().id);
    }
  }
  return text;
}

void judge_result(const Limit& limit, const Selection::One& one, const Matter& matter,
                  Judgement& judgement) {
  std::vector<Ruling> rulings = rule(limit, *one.result, one.group->subject, matter);
  const std::string before = failed_attempts(limit, *one.group, matter);
  if (!before.empty() && worst(rulings) <= Verdict::warn) {
    Ruling& first = rulings.front();
    Reason reason = make_reason(
        "passed-on-retry", fmt::format("{} on {}: held on attempt {} only ({})", describe(limit),
                                       one.group->subject, one.result->attempt, before));
    reason.subject = one.group->subject;
    reason.test = first.check.test;
    reason.metric = first.check.metric;
    reason.source = first.check.source;
    for (Ruling& ruling : rulings) ruling.check.verdict = Verdict::warn;
    first.reasons.push_back(std::move(reason));
  }
  for (Ruling& ruling : rulings) take(std::move(ruling), judgement);
}

/// A demanded limit for which nothing was carried out.
void judge_nothing(const Limit& limit, const Selection& selection, const Matter& matter,
                   Judgement& judgement) {
  if (!selection.any_result) {
    take(no_evidence(limit, "", "absent-test", "the report has no result of this test"), judgement);
  } else if (const auto why = on_more_nodes(limit, matter.index, matter.report.run)) {
    judgement.not_judged.push_back(fmt::format("{} ({})", describe(limit), *why));
  } else if (selection.absent.empty()) {
    take(no_evidence(limit, "", "no-match", "no result is what this limit selects"), judgement);
  } else if (const Demand demand =
                 demanded_subjects(limit.each, matter.report, matter.profile, matter.options);
             demand.count > 0) {
    take(no_evidence(limit, "", "missing-subject",
                     fmt::format("{}, though there must be {}",
                                 selection.absent.front()->last.front()->reason, demand.said_by)),
         judgement);
  } else {
    judgement.not_applicable.push_back(
        fmt::format("{} ({})", describe(limit), selection.absent.front()->last.front()->reason));
  }
}

void judge_limit(const Limit& limit, const Matter& matter, Judgement& judgement) {
  if (const auto why = not_demanded(limit, matter.report)) {
    judgement.not_judged.push_back(fmt::format("{} ({})", describe(limit), *why));
    return;
  }
  const Selection selection = select(limit, matter.index, matter.report.run);
  for (const Group* group : selection.skipped)
    take(no_evidence(limit, group->subject, "test-skipped", group->last.front()->reason),
         judgement);
  if (selection.carried_out.empty()) {
    if (selection.skipped.empty()) judge_nothing(limit, selection, matter, judgement);
    return;
  }
  for (const Selection::One& one : selection.carried_out)
    judge_result(limit, one, matter, judgement);
  for (const Missing& missing :
       missing_subjects(limit, selection, matter.report, matter.profile, matter.options))
    take(no_evidence(limit, missing.subject, "missing-subject", missing.text), judgement);
}

}  // namespace

void judge_limits(const Matter& matter, Judgement& judgement) {
  for (const Limit& limit : matter.profile.limits) judge_limit(limit, matter, judgement);
}

}  // namespace assay
