#include "reports/importers/superbench/gate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "reports/importers/superbench/plan.hpp"

namespace assay {
namespace {

using Values = std::span<const std::optional<double>>;
constexpr double kBeyondBelief = 1e15;  // the largest that SuperBench prints are bytes

bool looks_for_low(CriterionOp op) { return op == CriterionOp::less || op == CriterionOp::at_most; }
bool looks_for_high(CriterionOp op) {
  return op == CriterionOp::more || op == CriterionOp::at_least;
}

/// What one rule found on one node.
struct Found {
  std::size_t violations = 0;
  std::vector<double> values;  ///< of a rule that only keeps them
};

/// Holds one node against all rules.
class Holder {
 public:
  Holder(const SuperbenchPlan& plan, Values values)
      : plan_(plan), values_(values), found_(plan.planned.size()) {}

  std::vector<Reason> hold() {
    for (std::size_t i = 0; i < plan_.planned.size(); ++i) hold_rule(i);
    for (std::size_t i = 0; i < plan_.planned.size(); ++i)
      if (plan_.rules.rules[i].function == SuperbenchFunction::multi_rules) hold_rules(i);
    return std::move(reasons_);
  }

 private:
  void hold_rule(std::size_t i) {
    const SuperbenchRule& rule = plan_.rules.rules[i];
    for (const PlannedMetric& metric : plan_.planned[i].metrics) hold(i, metric);
    for (const WeakPattern& pattern : plan_.planned[i].weak) {
      if (std::any_of(pattern.metrics.begin(), pattern.metrics.end(),
                      [&](std::size_t metric) { return values_[metric].has_value(); }))
        continue;
      reasons_.push_back(superbench_reason(
          rule, "no-match",
          rule.name + ": the node has nothing that \"" + pattern.regex + "\" finds"));
    }
  }

  void hold(std::size_t i, const PlannedMetric& metric) {
    const SuperbenchRule& rule = plan_.rules.rules[i];
    const std::optional<double>& value = values_[metric.index];
    const auto complain = [&](ReasonId id, const std::string& text) {
      add(rule, metric, id, text);
    };
    if (!value) {
      if (metric.demanded) complain("absent-metric", "the node has no value of it");
      return;
    }
    if (!std::isfinite(*value)) return complain("not-finite", "the value is no finite number");
    if (metric.unexpected)
      return complain("implausible", "a rank that no other node of this kind has");
    if (!rule.function) {
      found_[i].values.push_back(*value);
      return;
    }
    hold_value(i, metric, *value);
  }

  void hold_value(std::size_t i, const PlannedMetric& metric, double value) {
    const SuperbenchRule& rule = plan_.rules.rules[i];
    const bool varies = rule.function == SuperbenchFunction::variance;
    if (varies && (!metric.baseline || *metric.baseline <= 0))
      return add(rule, metric, "absent-reference",
                 metric.baseline ? "its baseline is not positive" : "it has no baseline", value);
    const double base = metric.baseline.value_or(0);
    if (rule.criterion->violated_by(varies ? (value - base) / base : value)) {
      ++found_[i].violations;
      if (!rule.store) fail(rule, metric, value);
      return;
    }
    if (const std::string why = implausible(rule, metric, value); !why.empty())
      add(rule, metric, is_return_code(metric) ? ReasonId("test-error") : ReasonId("implausible"),
          why, value);
  }

  [[nodiscard]] bool is_return_code(const PlannedMetric& metric) const {
    return split_superbench_name(plan_.fleet.metrics[metric.index]).family.ends_with("return_code");
  }

  /// Why an accepted value cannot be true; "" if it can.
  [[nodiscard]] std::string implausible(const SuperbenchRule& rule, const PlannedMetric& metric,
                                        double value) const {
    if (is_return_code(metric))
      return value == 0 ? "" : fmt::format("the benchmark ended with {}", value);
    if (value < 0) return "it is negative";
    if (value > kBeyondBelief) return "it is larger than anything measured";
    if (!metric.baseline || *metric.baseline <= 0 || rule.criterion->never) return "";
    const double base = *metric.baseline;
    if (value == 0 && rule.function == SuperbenchFunction::variance) return "it is 0";
    if (looks_for_low(rule.criterion->op) && value > 2 * base)
      return fmt::format("it is over twice its baseline of {}", base);
    if (looks_for_high(rule.criterion->op) && value < base / 2)
      return fmt::format("it is under half its baseline of {}", base);
    return "";
  }

  void add(const SuperbenchRule& rule, const PlannedMetric& metric, ReasonId id,
           const std::string& text, std::optional<double> measured = {}) {
    const std::string& name = plan_.fleet.metrics[metric.index];
    Reason& reason = reasons_.emplace_back(superbench_reason(rule, name, id, name + ": " + text));
    reason.measured = measured;
  }

  void fail(const SuperbenchRule& rule, const PlannedMetric& metric, double value) {
    const Criterion& criterion = *rule.criterion;
    const bool varies = rule.function == SuperbenchFunction::variance;
    const double base = metric.baseline.value_or(0);
    const double limit = varies ? base * (1 + criterion.number) : criterion.number;
    const std::string& name = plan_.fleet.metrics[metric.index];
    std::string text = fmt::format("{} is {}", name, value);
    if (varies)
      text += fmt::format(", {:+.2f} % of its baseline {}", 100 * (value - base) / base, base);
    reasons_.push_back(superbench_reason(rule, name, id_of(criterion.op, value, limit), text));
    put_numbers(criterion.op, value, limit);
  }

  static ReasonId id_of(CriterionOp op, double value, double limit) {
    const bool high = looks_for_high(op) || (!looks_for_low(op) && value > limit);
    return high ? ReasonId("above-limit") : ReasonId("below-limit");
  }

  void put_numbers(CriterionOp op, double value, double limit) {
    Reason& reason = reasons_.back();
    reason.measured = value;
    reason.op = symbol(opposite(op));
    reason.limit = limit;
    if (limit != 0)
      reason.margin = (looks_for_high(op) ? limit - value : value - limit) / std::abs(limit);
  }

  void hold_rules(std::size_t i) {
    const SuperbenchRule& rule = plan_.rules.rules[i];
    const bool spreads = rule.criterion->subject == CriterionSubject::spread;
    const std::optional<double> value = spreads ? spread(i) : violations(i);
    if (!value) {
      reasons_.push_back(superbench_reason(
          rule, "absent-value", rule.name + ": there are no positive values to compare"));
      return;
    }
    if (!rule.criterion->violated_by(*value) || rule.store) return;
    const std::string what =
        spreads ? "the least value over the largest is " : "violations found are ";
    reasons_.push_back(superbench_reason(rule,
                                         id_of(rule.criterion->op, *value, rule.criterion->number),
                                         rule.name + ": " + what + fmt::format("{}", *value)));
    put_numbers(rule.criterion->op, *value, rule.criterion->number);
    reasons_.back().metric = spreads ? "spread" : "violations";
  }

  [[nodiscard]] std::optional<double> violations(std::size_t i) const {
    double sum = 0;
    for (const std::size_t rule : plan_.planned[i].about)
      sum += static_cast<double>(found_[rule].violations);
    return sum;
  }

  [[nodiscard]] std::optional<double> spread(std::size_t i) const {
    const std::vector<double>& values = found_[plan_.planned[i].about.front()].values;
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    if (values.empty() || *least <= 0) return std::nullopt;
    return *least / *most;
  }

  const SuperbenchPlan& plan_;
  Values values_;
  std::vector<Found> found_;
  std::vector<Reason> reasons_;
};

}  // namespace

SuperbenchGate::SuperbenchGate(SuperbenchRules rules, const SuperbenchBaseline& baseline,
                               SuperbenchFleet fleet)
    : plan_(std::make_unique<const SuperbenchPlan>(
          plan_superbench(std::move(rules), baseline, std::move(fleet)))) {}

SuperbenchGate::~SuperbenchGate() = default;

const std::vector<Reason>& SuperbenchGate::about_all() const noexcept { return plan_->about_all; }

std::vector<std::string> SuperbenchGate::uncovered() const {
  std::vector<bool> covered(plan_->fleet.metrics.size());
  for (const auto& planned : plan_->planned)
    for (const PlannedMetric& metric : planned.metrics) covered[metric.index] = true;
  std::vector<std::string> names;
  names.reserve(covered.size());
  for (std::size_t i = 0; i < covered.size(); ++i)
    if (!covered[i]) names.push_back(plan_->fleet.metrics[i]);
  return names;
}

std::vector<Reason> SuperbenchGate::hold(Values values) const {
  if (values.size() != plan_->fleet.metrics.size())
    throw Error("SuperbenchGate: there must be one value per metric");
  return Holder(*plan_, values).hold();
}

}  // namespace assay
