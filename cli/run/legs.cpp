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

std::string ended_by(const Result& result) {
  const auto end = result.facts.find("ended_by");
  return end == result.facts.end() ? "" : end->second;
}

}  // namespace

Legs legs_of(const Report& report, const std::string& test, std::int64_t attempt) {
  Legs legs;
  for (const Result& result : report.results) {
    if (result.test != test || result.attempt != attempt) continue;
    legs.count = std::max(legs.count, leg_of(result));
    legs.played_s = std::max(legs.played_s, played_in(result));
    const std::string end = ended_by(result);
    legs.done = legs.done || (end != kUnderWay && end != kInterrupted && end != kKilled);
  }
  return legs;
}

void drop_leg(Report& report, const std::string& test, std::int64_t attempt, std::int64_t leg) {
  std::erase_if(report.results, [&](const Result& result) {
    return result.test == test && result.attempt == attempt && leg_of(result) == leg;
  });
}

bool was_stopped(const std::vector<Result>& results) {
  return std::any_of(results.begin(), results.end(), [](const Result& result) {
    return ended_by(result).starts_with(kSafetyStop);
  });
}

void mark_killed(Report& report) {
  for (Result& result : report.results) {
    if (ended_by(result) == kUnderWay) result.facts["ended_by"] = kKilled;
  }
}

}  // namespace assay
