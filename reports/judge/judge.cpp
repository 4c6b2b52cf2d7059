#include "reports/judge.hpp"

#include <algorithm>
#include <tuple>

#include "reports/catalogue/make_reason.hpp"
#include "reports/judge/parts.hpp"

namespace assay {
namespace {

/// What a reason says; two limits may say the same.
auto content(const Reason& reason) {
  return std::tie(reason.test, reason.subject, reason.metric, reason.id, reason.text);
}

bool before(const Reason& a, const Reason& b) {
  if (a.verdict != b.verdict) return a.verdict > b.verdict;
  return content(a) != content(b) ? content(a) < content(b) : a.source < b.source;
}

/// Worst first. What several limits say in the same words is said once.
void settle_reasons(std::vector<Reason>& reasons) {
  std::sort(reasons.begin(), reasons.end(), before);
  const auto repeated =
      std::unique(reasons.begin(), reasons.end(),
                  [](const Reason& a, const Reason& b) { return content(a) == content(b); });
  reasons.erase(repeated, reasons.end());
}

Verdict worst(const Judgement& judgement) {
  Verdict verdict = Verdict::pass;
  for (const Reason& reason : judgement.reasons) verdict = std::max(verdict, reason.verdict);
  for (const Check& check : judgement.checks) verdict = std::max(verdict, check.verdict);
  return verdict;
}

}  // namespace

Judgement judge(const ReadReport& read, const Profile& profile, const JudgeOptions& options) {
  const Index index(read.report);
  const Matter matter{read.report, profile, options, index};
  Judgement judgement;
  judgement.node = read.report.node.hostname;
  judgement.report = read.source;
  judgement.profile = profile.name;
  judgement.describes = profile.describes;
  judgement.reported_s = reported_s(read.report.run);
  judge_run(matter, judgement);
  judge_machine(matter, judgement);
  judge_limits(matter, judgement);
  judge_outcomes(matter, judgement);  // after the limits: they explain more
  if (judgement.checks.empty())
    judgement.reasons.push_back(
        make_reason("nothing-judged", "profile " + profile.name + " demanded nothing of this run"));
  judgement.uncovered = uncovered(profile, index);
  settle_reasons(judgement.reasons);
  judgement.verdict = worst(judgement);
  return judgement;
}

}  // namespace assay
