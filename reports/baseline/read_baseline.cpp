#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <set>
#include <tuple>

#include "core/error.hpp"
#include "core/sha256.hpp"
#include "core/stats.hpp"
#include "reports/baseline/baseline.hpp"
#include "reports/profile/fields.hpp"
#include "reports/profile/file.hpp"
#include "reports/profile/read.hpp"

namespace assay {
namespace {

using yaml::Fields;

/// A plain finite number, as to_yaml() writes it.
double number_of(const yaml::Value& value, const std::string& source, const std::string& field) {
  const std::string text = yaml::word(value, source, field);
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || stop != end || value.quoted || !std::isfinite(number))
    throw InputError(source, value.line, field, "'" + text + "' is no number");
  return number;
}

const yaml::Value& required(const Fields& fields, std::string_view key) {
  const yaml::Value* value = fields.find(key);
  if (value == nullptr) fields.refuse(key, "is missing");
  return *value;
}

double required_number(const Fields& fields, const std::string& source, std::string_view key) {
  return number_of(required(fields, key), source, fields.name_of(key));
}

std::int64_t required_count(const Fields& fields, std::string_view key) {
  const std::optional<std::int64_t> count = fields.integer(key);
  if (!count) fields.refuse(key, "is missing");
  return *count;
}

std::vector<std::string> texts(const Fields& fields, const std::string& source,
                               std::string_view key) {
  const std::vector<yaml::Value> items = fields.list(key);
  std::vector<std::string> all;
  all.reserve(items.size());
  for (const yaml::Value& item : items)
    all.push_back(yaml::word(item, source, fields.name_of(key)));
  return all;
}

Spread read_spread(const Fields& limit, const std::string& source) {
  const Fields fields(required(limit, "spread"), source, limit.name_of("spread"),
                      {"node", "subject", "run", "total", "freedom"});
  Spread spread;
  const auto take = [&](const char* key, double& into) {
    into = required_number(fields, source, key);
    if (into < 0) fields.refuse(key, "is below 0");
  };
  take("node", spread.node);
  take("subject", spread.subject);
  take("run", spread.run);
  take("total", spread.total);
  take("freedom", spread.freedom);
  return spread;
}

void read_statistics(const Fields& fields, const std::string& source, LearnedLimit& limit) {
  limit.statistic = fields.text("statistic", "");
  if (!limit.statistic.empty() && !statistic(Samples{}, limit.statistic))
    fields.refuse("statistic", "'" + limit.statistic + "' is no statistic");
  const yaml::Value* value = fields.find("statistics");
  if (value == nullptr) return;
  const Fields named(*value, source, fields.name_of("statistics"));
  for (const yaml::Value& item : named.all()) {
    if (!statistic(Samples{}, item.key)) named.refuse(item.key, "is no statistic");
    limit.statistics[item.key] = number_of(item, source, named.name_of(item.key));
  }
}

/// A floor lies under the typical value and a roof above it, in its unit; the other side has none.
void check_bound(const Fields& fields, const LearnedLimit& limit, std::string_view key,
                 const std::optional<Threshold>& bound, Better better) {
  if (!bound) return;
  const bool is_plain = limit.unit == Unit::count && !bound->unit;
  if (bound->of != Threshold::Of::absolute || (!is_plain && bound->unit != limit.unit))
    fields.refuse(key, fmt::format("must be in {}", symbol(limit.unit)));
  if (limit.better != better) fields.refuse(key, "is on the good side");
  const bool beyond =
      better == Better::higher ? bound->value > limit.typical : bound->value < limit.typical;
  if (beyond) fields.refuse(key, "is not even kept by what is typical");
}

void read_bounds(const Fields& fields, LearnedLimit& limit) {
  limit.at_least = fields.threshold("at_least");
  limit.at_most = fields.threshold("at_most");
  limit.warn_below = fields.threshold("warn_below");
  limit.warn_above = fields.threshold("warn_above");
  if (!limit.at_least && !limit.at_most && !limit.warn_below && !limit.warn_above)
    fields.refuse("at_least", "a limit needs a bound");
  check_bound(fields, limit, "at_least", limit.at_least, Better::higher);
  check_bound(fields, limit, "warn_below", limit.warn_below, Better::higher);
  check_bound(fields, limit, "at_most", limit.at_most, Better::lower);
  check_bound(fields, limit, "warn_above", limit.warn_above, Better::lower);
}

LearnedLimit read_learned(const yaml::Value& value, const std::string& source,
                          const std::string& name) {
  const Fields fields(
      value, source, name,
      {"test", "metric", "each", "when", "unit", "better", "statistic", "typical", "statistics",
       "at_least", "at_most", "warn_below", "warn_above", "spread", "nodes", "values", "left_out"});
  LearnedLimit limit;
  limit.at = fields.at();
  limit.test = fields.required_text("test");
  limit.metric = fields.required_text("metric");
  limit.each = fields.required_text("each");
  const std::optional<Unit> unit = unit_from_symbol(fields.required_text("unit"));
  if (!unit) fields.refuse("unit", "is no unit");
  limit.unit = *unit;
  const std::string better = fields.required_text("better");
  if (better != "higher" && better != "lower") fields.refuse("better", "is higher or lower");
  limit.better = better == "higher" ? Better::higher : Better::lower;
  if (const yaml::Value* when = fields.find("when")) {
    const Fields conditions(*when, source, fields.name_of("when"));
    for (const yaml::Value& item : conditions.all())
      limit.when[item.key] = yaml::param(item, source, conditions.name_of(item.key));
  }
  limit.typical = required_number(fields, source, "typical");
  read_statistics(fields, source, limit);
  read_bounds(fields, limit);
  limit.spread = read_spread(fields, source);
  limit.nodes = required_count(fields, "nodes");
  limit.values = required_count(fields, "values");
  limit.left_out = texts(fields, source, "left_out");
  return limit;
}

LearnedFrom read_from(const yaml::Value& value, const std::string& source,
                      const std::string& name) {
  const Fields fields(value, source, name, {"node", "run", "started", "source", "hash"});
  return {fields.required_text("node"), fields.text("run", ""), fields.text("started", ""),
          fields.text("source", ""), fields.text("hash", "")};
}

void read_software(const Fields& fields, const std::string& source, BaselineKind& kind) {
  const yaml::Value* value = fields.find("software");
  if (value == nullptr) return;
  const Fields programs(*value, source, fields.name_of("software"));
  for (const yaml::Value& item : programs.all())
    kind.software[item.key] = yaml::words(item, source, programs.name_of(item.key));
}

/// Two limits of one result would have to be told apart by their order.
void refuse_repeated(const std::vector<LearnedLimit>& limits, const std::string& source) {
  std::set<std::tuple<std::string, std::string, std::string, ResultParams>> seen;
  for (const LearnedLimit& limit : limits)
    if (!seen.emplace(limit.test, limit.metric, limit.each, limit.when).second)
      throw InputError(
          source, 0, "limits",
          fmt::format("{}.{} at {} stands there twice", limit.test, limit.metric, limit.at));
}

BaselineKind read_kind(const yaml::Value& value, const std::string& source,
                       const std::string& name) {
  const Fields fields(
      value, source, name,
      {"sku", "fabric", "level", "data", "software", "reports", "not_learned", "limits"});
  BaselineKind kind;
  kind.kind = {fields.required_text("sku"), fields.required_text("fabric"),
               fields.required_text("level"), fields.required_text("data")};
  if (!level_rank(kind.kind.level)) fields.refuse("level", "is none of quick, standard, burnin");
  read_software(fields, source, kind);
  for (const yaml::Value& item : fields.list("reports"))
    kind.reports.push_back(read_from(item, source, fields.name_of("reports")));
  kind.not_learned = texts(fields, source, "not_learned");
  const std::vector<yaml::Value> limits = fields.list("limits");
  kind.limits.reserve(limits.size());
  for (const yaml::Value& item : limits)
    kind.limits.push_back(read_learned(
        item, source, fmt::format("{}[{}]", fields.name_of("limits"), kind.limits.size())));
  refuse_repeated(kind.limits, source);
  return kind;
}

}  // namespace

Baseline read_baseline(const std::string& text, const std::string& source) {
  const yaml::Value root = yaml::parse(text, source, kLongestBaseline);
  const Fields fields(root, source, "", {"baseline", "made", "left_out", "kinds", "complete"});
  const std::string complete = yaml::word(required(fields, "complete"), source, "complete");
  if (complete != "true") fields.refuse("complete", "is not true: the file was cut off");
  Baseline baseline;
  baseline.hash = sha256(text);
  baseline.name = fields.required_text("baseline");
  const Fields made(required(fields, "made"), source, "made", {"at", "version", "commit"});
  baseline.made = made.text("at", "");
  baseline.version = made.text("version", "");
  baseline.commit = made.text("commit", "");
  baseline.left_out = texts(fields, source, "left_out");
  std::set<MachineKind> seen;
  for (const yaml::Value& item : fields.list("kinds")) {
    baseline.kinds.push_back(
        read_kind(item, source, fmt::format("kinds[{}]", baseline.kinds.size())));
    if (!seen.insert(baseline.kinds.back().kind).second)
      throw InputError(source, item.line, "kinds", "a kind of machine stands there twice");
  }
  if (baseline.kinds.empty()) fields.refuse("kinds", "names no kind of machine");
  return baseline;
}

Baseline load_baseline(const std::string& path) {
  const std::optional<std::string> text = read_configuration(path, kLongestBaseline);
  if (!text) throw InputError(path, 0, "", "cannot be read");
  return read_baseline(*text, path);
}

}  // namespace assay
