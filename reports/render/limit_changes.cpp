#include "reports/render/limit_changes.hpp"

#include <map>
#include <tuple>

namespace assay {
namespace {

using Key = std::tuple<std::string, std::string, std::string>;

/// The worst check of each metric and subject, and the order in which they were met.
struct Worst {
  std::map<Key, const Check*> checks;
  std::vector<Key> order;
};

Worst worst_checks(const Judgement& judgement) {
  Worst worst;
  for (const Check& check : judgement.checks) {
    const Key key{check.test, check.metric, check.subject};
    const auto [found, is_new] = worst.checks.try_emplace(key, &check);
    if (is_new) worst.order.push_back(key);
    if (check.verdict > found->second->verdict) found->second = &check;
  }
  return worst;
}

const Check* check_of(const Worst& worst, const Key& key) {
  const auto found = worst.checks.find(key);
  return found == worst.checks.end() ? nullptr : found->second;
}

Verdict verdict_of(const Check* check) { return check == nullptr ? Verdict::pass : check->verdict; }

std::string word(const std::optional<Verdict>& verdict) {
  return verdict ? std::string(name(*verdict)) : "not judged";
}

LimitChange change_of(const Check* now, const Check* then) {
  const Check& shown = then != nullptr ? *then : *now;
  LimitChange change{.subject = shown.subject,
                     .test = shown.test,
                     .metric = shown.metric,
                     .op = shown.op,
                     .measured = shown.measured,
                     .unit = shown.unit,
                     .source = shown.source};
  if (now != nullptr) {
    change.now = now->verdict;
    change.limit_now = now->limit;
  }
  if (then != nullptr) {
    change.then = then->verdict;
    change.limit_then = then->limit;
  }
  return change;
}

}  // namespace

std::vector<LimitChange> limit_changes(const Judgement& now, const Judgement& then) {
  const Worst before = worst_checks(now);
  const Worst after = worst_checks(then);
  std::vector<LimitChange> changes;
  const auto add = [&](const Check* a, const Check* b) {
    if (verdict_of(a) != verdict_of(b)) changes.push_back(change_of(a, b));
  };
  for (const Key& key : after.order) add(check_of(before, key), check_of(after, key));
  for (const Key& key : before.order)
    if (!after.checks.contains(key)) add(check_of(before, key), nullptr);
  return changes;
}

std::string arrow(const LimitChange& change) {
  return word(change.now) + " -> " + word(change.then);
}

}  // namespace assay
