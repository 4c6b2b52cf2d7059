#include "reports/render/lines.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace assay {
namespace {

using Key = std::tuple<std::string, std::string, std::string, Verdict>;

Key key(const Reason& reason) {
  return {reason.test, reason.metric, reason.subject, reason.verdict};
}

Key key(const Check& check) { return {check.test, check.metric, check.subject, check.verdict}; }

Reason as_line(const Check& check) {
  return {.id = check.verdict == Verdict::pass ? "holds" : "",
          .verdict = check.verdict,
          .subject = check.subject,
          .test = check.test,
          .metric = check.metric,
          .measured = check.measured,
          .op = check.op,
          .limit = check.limit,
          .margin = margin_of(check),
          .unit = check.unit,
          .source = check.source,
          .text = ""};
}

}  // namespace

std::optional<double> margin_of(const Check& check) {
  if (!check.measured || !check.limit || *check.limit == 0) return std::nullopt;
  const double distance = (*check.measured - *check.limit) / std::abs(*check.limit);
  return check.op == "<=" ? -distance : distance;
}

std::vector<const Reason*> reasons_of_checks(const Judgement& judgement) {
  std::multimap<Key, const Reason*> open;
  for (const Reason& reason : judgement.reasons) open.emplace(key(reason), &reason);
  std::vector<const Reason*> found;
  for (const Check& check : judgement.checks) {
    const auto [first, last] = open.equal_range(key(check));
    auto match = std::find_if(first, last, [&](const auto& candidate) {
      return candidate.second->op == check.op && candidate.second->limit == check.limit;
    });
    if (match == last) match = first;
    found.push_back(match == last ? nullptr : match->second);
    if (match != last) open.erase(match);
  }
  return found;
}

std::vector<Reason> lines(const Judgement& judgement, bool held) {
  std::vector<Reason> all = judgement.reasons;
  const std::vector<const Reason*> told = reasons_of_checks(judgement);
  for (std::size_t i = 0; i < judgement.checks.size(); ++i) {
    const Check& check = judgement.checks[i];
    if (told[i] == nullptr && (held || check.verdict != Verdict::pass))
      all.push_back(as_line(check));
  }
  return all;
}

std::vector<const Judgement*> worst_first(const std::vector<Judgement>& judgements) {
  std::vector<const Judgement*> order;
  order.reserve(judgements.size());
  for (const Judgement& judgement : judgements) order.push_back(&judgement);
  std::stable_sort(order.begin(), order.end(), [](const Judgement* a, const Judgement* b) {
    return a->verdict != b->verdict ? a->verdict > b->verdict : a->node < b->node;
  });
  return order;
}

std::string limit_name(const std::string& test, const std::string& metric) {
  if (test.empty() && metric.empty()) return "-";
  return test + (test.empty() || metric.empty() ? "" : ".") + metric;
}

}  // namespace assay
