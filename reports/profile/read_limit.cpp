#include <fmt/format.h>

#include <array>
#include <string_view>
#include <utility>

#include "core/error.hpp"
#include "core/stats.hpp"
#include "reports/profile/fields.hpp"
#include "reports/profile/read.hpp"

namespace assay {
namespace {

using yaml::Fields;

constexpr std::array<std::string_view, 13> kKinds{"node", "cpu",  "memory", "numa", "gpu",
                                                  "nic",  "link", "port",   "pci",  "disk",
                                                  "rank", "pair", "group"};

void check_level(const Fields& fields, const Limit& limit) {
  if (!level_rank(limit.level))
    fields.refuse("level", fmt::format("'{}' is none of quick, standard, burnin", limit.level));
}

void check_each(const Fields& fields, const Limit& limit) {
  for (const std::string_view kind : kKinds)
    if (limit.each == kind) return;
  if (!limit.each.empty())
    fields.refuse("each", fmt::format("'{}' is no kind of subject; there are {}", limit.each,
                                      fmt::join(kKinds, ", ")));
}

void check_statistic(const Fields& fields, const Limit& limit) {
  const std::string& name = limit.statistic;
  if (name.empty()) return;
  if (name != "droop" && !statistic(Samples{}, name))
    fields.refuse(
        "statistic",
        fmt::format("'{}' is none of min, p01, p05, p50, p95, p99, max, mean, droop", name));
  if (limit.metric.starts_with("telemetry."))
    fields.refuse("statistic", "a telemetry metric names its statistic itself");
}

/// Two bounds of the same kind of number can be compared before any measurement.
bool comparable(const std::optional<Threshold>& a, const std::optional<Threshold>& b) {
  return a && b && a->of == b->of && a->unit == b->unit;
}

void check_order(const Fields& fields, const std::optional<Threshold>& low,
                 std::string_view low_name, const std::optional<Threshold>& high,
                 std::string_view high_name) {
  if (comparable(low, high) && low->value > high->value)
    fields.refuse(high_name, fmt::format("{} contradicts {}: {}", high->text, low_name, low->text));
}

void check_unit(const Fields& fields, const Limit& limit, std::string_view key,
                const std::optional<Threshold>& bound) {
  const bool wants_ratio = limit.statistic == "droop";
  if (!bound || !wants_ratio) return;
  if (bound->of != Threshold::Of::absolute || (bound->unit && bound->unit != Unit::ratio))
    fields.refuse(key, "a droop is a ratio: write 0.9 or 90 %");
}

void read_bounds(const Fields& fields, Limit& limit) {
  limit.at_least = fields.threshold("at_least");
  limit.at_most = fields.threshold("at_most");
  limit.warn_below = fields.threshold("warn_below");
  limit.warn_above = fields.threshold("warn_above");
  limit.implausible_above = fields.threshold("implausible_above");
  if (!limit.at_least && !limit.at_most && !limit.warn_below && !limit.warn_above)
    fields.refuse("at_least", "a limit needs a bound: at_least, at_most, warn_below or warn_above");
  check_order(fields, limit.at_least, "at_least", limit.at_most, "at_most");
  check_order(fields, limit.at_least, "at_least", limit.warn_below, "warn_below");
  check_order(fields, limit.warn_above, "warn_above", limit.at_most, "at_most");
  check_order(fields, limit.warn_below, "warn_below", limit.warn_above, "warn_above");
  for (const auto& [bound, name] : {std::pair{&limit.at_least, "at_least"},
                                    {&limit.warn_below, "warn_below"},
                                    {&limit.warn_above, "warn_above"},
                                    {&limit.at_most, "at_most"}})
    check_order(fields, *bound, name, limit.implausible_above, "implausible_above");
  check_unit(fields, limit, "at_least", limit.at_least);
  check_unit(fields, limit, "at_most", limit.at_most);
  check_unit(fields, limit, "warn_below", limit.warn_below);
  check_unit(fields, limit, "warn_above", limit.warn_above);
  check_unit(fields, limit, "implausible_above", limit.implausible_above);
}

void read_when(const Fields& fields, const std::string& source, Limit& limit) {
  const yaml::Value* when = fields.find("when");
  if (when == nullptr) return;
  const Fields conditions(*when, source, fields.name_of("when"));
  for (const yaml::Value& value : conditions.all())
    limit.when[value.key] = yaml::param(value, source, conditions.name_of(value.key));
  if (const auto level = limit.when.find("level"); level != limit.when.end())
    if (!std::holds_alternative<std::string>(level->second) ||
        !level_rank(std::get<std::string>(level->second)))
      conditions.refuse("level", "is none of quick, standard, burnin");
  if (const auto on = limit.when.find("virtual"); on != limit.when.end())
    if (!std::holds_alternative<bool>(on->second))
      conditions.refuse("virtual", "must be true or false");
  if (limit.when.contains("nodes")) (void)conditions.integer("nodes");
}

void read_facts(const Fields& fields, const std::string& source, Limit& limit) {
  const yaml::Value* expect = fields.find("expect");
  if (expect == nullptr) return;
  const Fields facts(*expect, source, fields.name_of("expect"));
  for (const yaml::Value& value : facts.all())
    limit.expect[value.key] = yaml::words(value, source, facts.name_of(value.key));
}

/// A line of text, or a mapping that says where a published figure comes from.
void read_origin(const Fields& fields, const std::string& source, const Sources& sources,
                 Limit& limit) {
  const yaml::Value* value = fields.find("source");
  if (value == nullptr) return;
  if (value->kind == yaml::Value::Kind::scalar)
    limit.source = fields.text("source", "");
  else
    read_source(*value, source, fields.name_of("source"), sources, limit);
}

}  // namespace

Limit read_limit(const yaml::Value& value, const std::string& source, const std::string& name,
                 const Sources& sources) {
  const Fields fields(
      value, source, name,
      {"test", "metric", "each", "level", "when", "at_least", "at_most", "warn_below", "warn_above",
       "implausible_above", "statistic", "expect", "source"});
  Limit limit;
  limit.at = fields.at();
  limit.test = fields.required_text("test");
  limit.metric = fields.required_text("metric");
  check_name(limit.test, source, fields.find("test")->line, fields.name_of("test"));
  check_name(limit.metric, source, fields.find("metric")->line, fields.name_of("metric"));
  limit.each = fields.text("each", "");
  limit.level = fields.text("level", "quick");
  limit.statistic = fields.text("statistic", "");
  check_level(fields, limit);
  check_each(fields, limit);
  check_statistic(fields, limit);
  read_bounds(fields, limit);
  read_when(fields, source, limit);
  read_facts(fields, source, limit);
  read_origin(fields, source, sources, limit);
  return limit;
}

}  // namespace assay
