#include "suites/reporting.hpp"

#include "core/stats.hpp"

namespace assay {

void put(Result& result, std::string name, Unit unit, Better better, std::optional<double> value) {
  result.metrics.push_back(reading(std::move(name), unit, better, value));
}

void put_unknown(Result& result, const std::string& name, Unit unit, Better better,
                 const std::string& reason) {
  put(result, name, unit, better, std::nullopt);
  result.facts[name + "_unknown"] = reason;
}

void put_delta(Result& result, Counters& counters, const std::string& name, const std::string& key,
               const Number& now, std::int64_t maximum) {
  if (now.state == Reading::State::absent) return;
  const std::string metric = name + "_delta";
  std::string why_not = now.reason;
  std::optional<std::int64_t> delta;
  if (now.value) delta = counters.delta(key, *now.value, maximum, why_not);
  if (delta) {
    put(result, metric, Unit::count, Better::lower, static_cast<double>(*delta));
  } else {
    put_unknown(result, metric, Unit::count, Better::lower, why_not);
  }
}

void mark_unreadable(Result& result, const std::string& reason) {
  result.outcome = Outcome::skipped;
  result.reason = reason;
}

void mark_absent(Result& result, const std::string& reason) {
  mark_unreadable(result, reason);
  result.absent = true;
}

void put_fact(Result& result, const std::string& name, std::string_view value) {
  if (!value.empty()) result.facts[name] = value;
}

}  // namespace assay
