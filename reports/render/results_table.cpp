#include "reports/render/results_table.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <tuple>

#include "reports/render/lines.hpp"
#include "reports/render/quantity.hpp"

namespace assay {
namespace {

/// A row before its numbers are made readable.
struct Fact {
  std::string test, metric, kind, subject;
  std::optional<double> value, peak;
  std::optional<Unit> unit;
  std::string instead;  ///< shown in place of a value: why there is none
  std::optional<Verdict> verdict;
  bool named_value = false;  ///< the row is about the test; the metric is named beside the value
};

using Key = std::tuple<std::string, std::string, std::string>;

void worsen(std::optional<Verdict>& verdict, std::optional<Verdict> other) {
  if (other && (!verdict || *other > *verdict)) verdict = other;
}

std::string kind_of(const std::string& subject) { return subject.substr(0, subject.find(' ')); }

Fact as_fact(const Check& check) {
  return {.test = check.test,
          .metric = check.metric + (check.statistic == "droop" ? " droop" : ""),
          .kind = kind_of(check.subject),
          .subject = check.subject,
          .value = check.measured,
          .peak = check.peak,
          .unit = check.unit,
          .instead = "",
          .verdict = check.verdict};
}

/// Facts of a report, with the verdicts of the checks that speak of them.
class Facts {
 public:
  Facts(const Judgement& judgement, bool verbose) : judgement_(judgement), verbose_(verbose) {}

  std::vector<Fact> of(const Report& report) {
    for (const Result& result : last_attempts(report)) add(result);
    for (const Check& check : judgement_.checks)
      if (!is_told(check)) facts_.push_back(as_fact(check));
    return facts_;
  }

 private:
  static std::vector<std::reference_wrapper<const Result>> last_attempts(const Report& report) {
    std::vector<std::reference_wrapper<const Result>> last;
    for (const Result& result : report.results) {
      const auto earlier = std::find_if(last.begin(), last.end(), [&](const Result& other) {
        return other.test == result.test && other.subject == result.subject &&
               other.params == result.params;
      });
      if (earlier == last.end())
        last.emplace_back(result);
      else if (earlier->get().attempt < result.attempt)
        *earlier = std::cref(result);
    }
    return last;
  }

  void add(const Result& result) {
    const std::string subject = label(result.subject);
    seen_.insert({result.test, subject});
    const auto sampled = [](const Metric& metric) { return metric.samples.has_value(); };
    const bool any_sampled = std::any_of(result.metrics.begin(), result.metrics.end(), sampled);
    for (const Metric& metric : result.metrics)
      if (verbose_ || sampled(metric)) add(result, subject, metric, false);
    if (verbose_ && !result.metrics.empty()) return;
    if (result.metrics.empty() || result.outcome != Outcome::ok)
      add_outcome(result, subject);
    else if (!any_sampled)
      add(result, subject, result.metrics.front(), true);
  }

  /// A check that holds needs no row of its own beside its test's; one that does not must be seen.
  [[nodiscard]] bool is_told(const Check& check) const {
    const auto told = [&](const std::string& metric) {
      return told_.count({check.test, check.subject, metric}) > 0;
    };
    if (told("") || told(check.metric)) return true;
    return check.verdict == Verdict::pass && seen_.count({check.test, check.subject}) > 0;
  }

  void add(const Result& result, const std::string& subject, const Metric& metric, bool whole) {
    told_.insert({result.test, subject, whole ? "" : metric.name});
    facts_.push_back({.test = result.test,
                      .metric = metric.name,
                      .kind = result.subject.kind,
                      .subject = subject,
                      .value = metric.value,
                      .peak = metric.peak,
                      .unit = metric.unit,
                      .instead = "",
                      .verdict = verdict(result.test, subject, whole ? "" : metric.name),
                      .named_value = whole});
  }

  void add_outcome(const Result& result, const std::string& subject) {
    told_.insert({result.test, subject, ""});
    facts_.push_back({.test = result.test,
                      .metric = "",
                      .kind = result.subject.kind,
                      .subject = subject,
                      .value = std::nullopt,
                      .peak = std::nullopt,
                      .unit = std::nullopt,
                      .instead = result.absent ? "absent" : std::string(name(result.outcome)),
                      .verdict = verdict(result.test, subject, "")});
  }

  /// The worst of what is said of this metric, of the whole test for "".
  [[nodiscard]] std::optional<Verdict> verdict(const std::string& test, const std::string& subject,
                                               const std::string& metric) const {
    std::optional<Verdict> worst;
    const auto take = [&](const auto& said) {
      const bool same = said.metric == metric || metric.empty() || said.metric.empty();
      if (said.test == test && said.subject == subject && same) worsen(worst, said.verdict);
    };
    for (const Check& check : judgement_.checks) take(check);
    for (const Reason& reason : judgement_.reasons) take(reason);
    return worst;
  }

  const Judgement& judgement_;
  bool verbose_;
  std::vector<Fact> facts_;
  std::set<std::pair<std::string, std::string>> seen_;  ///< tests and subjects with a result
  std::set<Key> told_;                                  ///< metrics with a row; "" = the whole test
};

std::optional<double> of_peak(const Fact& fact) {
  if (!fact.value || !fact.peak || *fact.peak == 0) return std::nullopt;
  return *fact.value / *fact.peak;
}

/// "a", or "a .. b" where the ends read differently.
std::string span(const std::string& least, const std::string& greatest) {
  return least == greatest ? least : least + " .. " + greatest;
}

ResultRow as_row(const Fact& fact) {
  std::string value = fact.instead.empty() ? quantity(fact.value, fact.unit) : fact.instead;
  if (fact.named_value) value += ' ' + fact.metric;
  return {limit_name(fact.test, fact.named_value ? "" : fact.metric), fact.subject, value,
          share(of_peak(fact)), fact.verdict};
}

/// All of `facts` in one row; they differ in subject and number only.
ResultRow as_row(const std::vector<Fact>& facts) {
  if (facts.size() == 1) return as_row(facts.front());
  const auto less = [](const Fact& a, const Fact& b) { return a.value < b.value; };
  const auto [low, high] = std::minmax_element(facts.begin(), facts.end(), less);
  const ResultRow least = as_row(*low);
  const ResultRow greatest = as_row(*high);
  return {least.test, std::to_string(facts.size()) + ' ' + facts.front().kind,
          span(least.value, greatest.value), span(least.share, greatest.share),
          facts.front().verdict};
}

bool alike(const Fact& a, const Fact& b) {
  return a.test == b.test && a.metric == b.metric && a.kind == b.kind && a.unit == b.unit &&
         a.instead == b.instead && a.verdict == b.verdict &&
         a.value.has_value() == b.value.has_value();
}

std::vector<std::vector<Fact>> grouped(const std::vector<Fact>& facts) {
  std::vector<std::vector<Fact>> groups;
  for (const Fact& fact : facts) {
    const auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& candidate) {
      return alike(candidate.front(), fact);
    });
    if (group == groups.end())
      groups.push_back({fact});
    else
      group->push_back(fact);
  }
  return groups;
}

}  // namespace

std::vector<ResultRow> result_rows(const Judgement& judgement, const RenderOptions& options) {
  std::vector<Fact> facts;
  if (options.report != nullptr)
    facts = Facts(judgement, options.verbose).of(*options.report);
  else
    for (const Check& check : judgement.checks) facts.push_back(as_fact(check));
  constexpr std::size_t kShownApart = 2;
  std::vector<ResultRow> rows;
  for (const std::vector<Fact>& group : grouped(facts)) {
    if (!options.verbose && group.size() > kShownApart)
      rows.push_back(as_row(group));
    else
      for (const Fact& fact : group) rows.push_back(as_row(fact));
  }
  return rows;
}

}  // namespace assay
