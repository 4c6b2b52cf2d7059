#include "reports/judge/ruling.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/glob.hpp"
#include "reports/catalogue/make_reason.hpp"
#include "reports/judge/compare.hpp"
#include "reports/judge/fabric.hpp"
#include "reports/judge/select.hpp"
#include "reports/judge/soundness.hpp"
#include "reports/profile/quantity.hpp"

namespace assay {
namespace {

std::string place(const Ruling& ruling) {
  const Check& check = ruling.check;
  const std::string on = check.subject.empty() ? "" : " on " + check.subject;
  return fmt::format("{}.{}{}", check.test, check.metric, on);
}

/// Adds a reason to a ruling and lets it worsen the verdict.
Reason& add(Ruling& ruling, ReasonId id, const std::string& text) {
  const Check& check = ruling.check;
  Reason reason = make_reason(id, place(ruling) + ": " + text);
  reason.subject = check.subject;
  reason.test = check.test;
  reason.metric = check.metric;
  reason.measured = check.measured;
  reason.unit = check.unit;
  reason.source = check.source;
  ruling.check.verdict = std::max(ruling.check.verdict, reason.verdict);
  return ruling.reasons.emplace_back(std::move(reason));
}

Ruling start(const Limit& limit, const std::string& test, const std::string& subject,
             const std::string& metric) {
  Ruling ruling;
  ruling.check.test = test;
  ruling.check.subject = subject;
  ruling.check.metric = metric;
  ruling.check.verdict = Verdict::pass;
  ruling.check.source = provenance(limit);
  return ruling;
}

std::string sentence(const Measured& number, const Comparing& comparing) {
  const std::string limit = format_quantity(comparing.limit, number.unit);
  const std::string of = comparing.bound->of == Threshold::Of::absolute
                             ? limit
                             : fmt::format("{} ({})", comparing.bound->text, limit);
  const std::string what = number.statistic.empty() ? "" : number.statistic + " ";
  return fmt::format("{}{} is not {} {}", what, format_quantity(number.value, number.unit, 5),
                     comparing.op == "<=" ? "at most" : "at least", of);
}

void hold(Ruling& ruling, const Limit& limit, const Measured& number, const Basis& basis) {
  Check& check = ruling.check;
  check.statistic = number.statistic;
  check.measured = number.value;
  check.unit = number.unit;
  std::optional<Problem> problem;
  const Comparing comparing = compare(limit, number, basis, problem);
  if (problem) {
    add(ruling, problem->id, problem->text);
    return;
  }
  check.op = comparing.op;
  check.limit = comparing.limit;
  if (!comparing.id) return;
  Reason& reason = add(ruling, *comparing.id, sentence(number, comparing));
  reason.op = comparing.op;
  reason.limit = comparing.limit;
  reason.margin = margin(number.value, comparing.op, comparing.limit);
}

/// What a result says of something that it looked for and could not find out.
constexpr std::string_view kUnknownFact = "unknown";

void check_facts(Ruling& ruling, const Limit& limit, const Result& result) {
  for (const auto& [key, allowed] : limit.expect) {
    const auto fact = result.facts.find(key);
    if (fact == result.facts.end() || fact->second == kUnknownFact) {
      add(ruling, "absent-fact", fmt::format("the result does not say its {}", key));
      continue;
    }
    const bool fits = std::any_of(allowed.begin(), allowed.end(), [&](const std::string& pattern) {
      return glob_matches(pattern, fact->second);
    });
    if (!fits)
      add(ruling, "unexpected-fact",
          fmt::format("{} is {}, not {}", key, fact->second, fmt::join(allowed, " or ")));
  }
}

/// The number of `metric` that `limit` compares, or the problem that there is none.
std::optional<Measured> number_of(const Limit& limit, const Result& result, const Metric& metric,
                                  const Matter& matter, std::optional<Problem>& problem) {
  const Profile& profile = matter.profile;
  problem = unsound(metric);
  if (!problem) problem = beyond_fabric(profile, result, metric, *metric.value);
  if (problem) return std::nullopt;
  std::optional<Measured> number = measured(metric, limit.statistic, problem);
  if (number && number->unit == metric.unit) {
    problem = beyond_fabric(profile, result, metric, number->value);
    if (!problem) problem = beyond_baseline(*number, {result, metric, matter.options.reference});
  }
  return problem ? std::nullopt : number;
}

Ruling rule_metric(const Limit& limit, const Result& result, const std::string& subject,
                   const Metric& metric, const Matter& matter) {
  Ruling ruling = start(limit, result.test, subject, metric.name);
  ruling.check.peak = metric.peak;
  ruling.check.unit = metric.unit;
  ruling.check.measured = metric.value;
  std::optional<Problem> problem;
  if (const auto number = number_of(limit, result, metric, matter, problem))
    hold(ruling, limit, *number, {result, metric, matter.options.reference});
  else
    add(ruling, problem->id, problem->text);
  check_facts(ruling, limit, result);
  if (metric.samples && result.steady == false)
    add(ruling, "not-steady", "was sampled before it was steady");
  return ruling;
}

/// What the result says of hardware that lacks what the limit is on: a port without that counter.
std::string stated_absence(const Limit& limit, const Result& result) {
  constexpr std::string_view suffix = "_absent";
  for (const auto& [key, why] : result.facts) {
    if (!key.ends_with(suffix)) continue;
    if (glob_matches(limit.metric, std::string_view(key).substr(0, key.size() - suffix.size())))
      return why.empty() ? "absent" : why;
  }
  return "";
}

/// What the outcome alone says, whatever the numbers.
void add_outcome(Ruling& ruling, const Result& result) {
  switch (result.outcome) {
    case Outcome::ok:
      break;
    case Outcome::failed:
      add(ruling, "defect", wrong_answers(result));
      break;
    case Outcome::error:
      add(ruling, "test-error", result.reason);
      break;
    case Outcome::skipped:
      add(ruling, "test-skipped", result.reason);
      break;
  }
}

}  // namespace

std::string wrong_answers(const Result& result) {
  if (result.defects.empty()) return result.reason;
  std::uint64_t wrong = 0;
  for (const Defect& defect : result.defects) wrong += defect.count;
  const Defect& first = result.defects.front();
  std::string text = first.what;
  if (!first.where.empty()) text += " at " + first.where;
  if (!first.expected.empty())
    text += fmt::format(", expected {}, found {}", first.expected, first.actual);
  return fmt::format("{} wrong in all, first {}", wrong, text);
}

std::string provenance(const Limit& limit) {
  return limit.source.empty() ? limit.at : limit.at + " (" + limit.source + ")";
}

bool number_holds(const Limit& limit, const Result& result, const Metric& metric,
                  const Matter& matter) {
  std::optional<Problem> problem;
  const std::optional<Measured> number = number_of(limit, result, metric, matter, problem);
  if (!number) return false;
  const Basis basis{result, metric, matter.options.reference};
  const Comparing comparing = compare(limit, *number, basis, problem);
  return !problem && comparing.verdict == Verdict::pass;
}

Ruling no_evidence(const Limit& limit, const std::string& subject, ReasonId id,
                   const std::string& text) {
  Ruling ruling = start(limit, limit.test, subject, limit.metric);
  add(ruling, id, text);
  return ruling;
}

std::vector<Ruling> rule(const Limit& limit, const Result& result, const std::string& subject,
                         const Matter& matter) {
  std::vector<Ruling> rulings;
  for (const Metric& metric : metrics_of(limit, result))
    rulings.push_back(rule_metric(limit, result, subject, metric, matter));
  if (rulings.empty()) {
    Ruling& ruling = rulings.emplace_back(start(limit, result.test, subject, limit.metric));
    if (result.outcome == Outcome::ok) ruling.not_applicable = stated_absence(limit, result);
    if (result.outcome == Outcome::ok && ruling.not_applicable.empty())
      add(ruling, "absent-metric", "the result does not have this metric");
  }
  for (Ruling& ruling : rulings) add_outcome(ruling, result);
  return rulings;
}

Verdict worst(const std::vector<Ruling>& rulings) noexcept {
  Verdict verdict = Verdict::pass;
  for (const Ruling& ruling : rulings) verdict = std::max(verdict, ruling.check.verdict);
  return verdict;
}

}  // namespace assay
