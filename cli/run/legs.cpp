#include "cli/run/legs.hpp"

#include <algorithm>
#include <variant>

namespace assay {
namespace {

std::int64_t leg_of(const Result& result) {
  const auto leg = result.params.find("leg");
  if (leg == result.params.end()) return 0;
  const auto* number = std::get_if<std::int64_t>(&leg->second);
  return number == nullptr ? 0 : *number;
}

double played_in(const Result& result) {
  const auto position =
      std::find_if(result.metrics.begin(), result.metrics.end(),
                   [](const Metric& metric) { return metric.name == "load_position"; });
  return position == result.metrics.end() ? 0 : position->value.value_or(0);
}

}  // namespace

Legs legs_of(const Report& report, const Plan& plan, const PlannedTest& test) {
  Legs legs;
  for (const Result& result : report.results) {
    if (result.test != test.id || !gives(plan, test, label(result.subject))) continue;
    legs.count = std::max(legs.count, leg_of(result));
    legs.played_s = std::max(legs.played_s, played_in(result));
    const auto end = result.facts.find("ended_by");
    const bool goes_on = end != result.facts.end() &&
                         (end->second == kUnderWay || end->second == kInterrupted ||
                          end->second == kKilled);
    legs.done = legs.done || !goes_on;
  }
  return legs;
}

void replace_leg(Report& report, const Plan& plan, const PlannedTest& test,
                 const std::vector<Result>& results) {
  if (results.empty()) return;
  const std::int64_t leg = leg_of(results.front());
  std::erase_if(report.results, [&](const Result& result) {
    return result.test == test.id && leg_of(result) == leg &&
           gives(plan, test, label(result.subject));
  });
  report.results.insert(report.results.end(), results.begin(), results.end());
}

void mark_killed(Report& report) {
  for (Result& result : report.results) {
    const auto end = result.facts.find("ended_by");
    if (end != result.facts.end() && end->second == kUnderWay) end->second = kKilled;
  }
}

}  // namespace assay
