#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "core/error.hpp"
#include "reports/importers/superbench/rules.hpp"
#include "reports/profile/fields.hpp"
#include "reports/profile/yaml.hpp"

namespace assay {
namespace {

constexpr std::array<std::pair<std::string_view, SuperbenchFunction>, 4> kFunctions{{
    {"variance", SuperbenchFunction::variance},
    {"value", SuperbenchFunction::value},
    {"failure_check", SuperbenchFunction::failure_check},
    {"multi_rules", SuperbenchFunction::multi_rules},
}};
constexpr std::array<std::string_view, 9> kStatistics{"mean", "std", "count", "min", "max",
                                                      "p50",  "p90", "p95",   "p99"};

std::optional<SuperbenchFunction> function_named(std::string_view text) {
  for (const auto& [named, function] : kFunctions)
    if (named == text) return function;
  return std::nullopt;
}

/// Reads one rule of one file.
class RuleReader {
 public:
  RuleReader(const yaml::Value& value, const std::string& source, const std::string& field)
      : source_(source),
        fields_(
            value, source, field,
            {"function", "criteria", "categories", "metrics", "store", "statistics", "aggregate"}) {
    rule_.name = value.key;
    rule_.at = fields_.at();
  }

  SuperbenchRule read() {
    rule_.categories = fields_.find("categories") ? word("categories") : "";
    read_store();
    read_statistics();
    read_function();
    read_criterion();
    read_metrics();
    if (rule_.categories.empty()) fields_.refuse("categories", "is absent");
    return std::move(rule_);
  }

 private:
  std::string word(std::string_view key) const {
    return yaml::word(*fields_.find(key), source_, fields_.name_of(key));
  }

  void read_store() {
    if (!fields_.find("store")) return;
    const std::string text = word("store");
    if (text != "true" && text != "True" && text != "false" && text != "False")
      fields_.refuse("store", "must be true or false, not \"" + text + "\"");
    rule_.store = text == "true" || text == "True";
  }

  void read_statistics() {
    const yaml::Value* value = fields_.find("statistics");
    if (!value) {
      if (fields_.find("aggregate")) fields_.refuse("aggregate", "goes with statistics only");
      return;
    }
    rule_.statistics = yaml::words(*value, source_, fields_.name_of("statistics"));
    for (const std::string& statistic : rule_.statistics)
      if (std::find(kStatistics.begin(), kStatistics.end(), statistic) == kStatistics.end())
        fields_.refuse("statistics", "\"" + statistic + "\" is no statistic of SuperBench's");
    if (fields_.find("function"))
      fields_.refuse("function", "a rule with statistics judges nothing");
  }

  void read_function() {
    if (!fields_.find("function")) {
      if (!rule_.store && !rule_.is_summary())
        fields_.refuse("function", "is absent, and the rule neither stores nor sums up");
      return;
    }
    rule_.function = function_named(word("function"));
    if (!rule_.function)
      fields_.refuse("function", "must be variance, value, multi_rules or failure_check, not \"" +
                                     word("function") + "\"");
  }

  void read_criterion() {
    if (!fields_.find("criteria")) {
      if (rule_.function) fields_.refuse("criteria", "is absent");
      return;
    }
    if (!rule_.function) fields_.refuse("criteria", "goes with a function only");
    rule_.criteria = word("criteria");
    rule_.criterion = parse_criterion(rule_.criteria);
    if (!rule_.criterion)
      fields_.refuse(
          "criteria",
          "is no comparison of the form `lambda x: x < -0.05`; rules are read, never run");
    check_criterion();
  }

  void check_criterion() const {
    const bool about_rules = rule_.function == SuperbenchFunction::multi_rules;
    if (rule_.criterion->never) {
      if (rule_.function != SuperbenchFunction::failure_check)
        fields_.refuse("criteria", "can never be violated");
    } else if (about_rules != (rule_.criterion->subject != CriterionSubject::value)) {
      fields_.refuse("criteria", about_rules
                                     ? "must compare what other rules found, as `label[...]`"
                                     : "must compare one value with a number");
    }
  }

  void read_metrics() {
    const bool about_rules = rule_.function == SuperbenchFunction::multi_rules;
    const yaml::Value* value = fields_.find("metrics");
    if (!value && !about_rules) fields_.refuse("metrics", "is absent");
    if (value && about_rules) fields_.refuse("metrics", "a rule about rules has none of its own");
    if (!value) return;
    const auto regexes = yaml::words(*value, source_, fields_.name_of("metrics"));
    rule_.metrics.reserve(regexes.size());
    for (std::size_t i = 0; i < regexes.size(); ++i) {
      const bool is_list = value->kind == yaml::Value::Kind::list;
      add_metric(regexes[i], is_list ? value->items[i].line : value->line, i);
    }
  }

  void add_metric(const std::string& regex, std::size_t line, std::size_t i) {
    const RE2 compiled(regex, RE2::Quiet);
    const std::string field = fields_.name_of("metrics") + "[" + std::to_string(i) + "]";
    if (regex.empty()) throw InputError(source_, line, field, "is empty");
    if (!compiled.ok())
      throw InputError(source_, line, field,
                       "\"" + regex + "\" is no regular expression: " + compiled.error());
    rule_.metrics.push_back({regex, source_ + ":" + std::to_string(line)});
  }

  const std::string& source_;
  yaml::Fields fields_;
  SuperbenchRule rule_;
};

/// Rules about rules can only speak of rules that find or keep something themselves.
void check_labels(const SuperbenchRules& file, const SuperbenchRule& rule, std::size_t line) {
  const auto refuse = [&](const std::string& why) {
    throw InputError(file.source, line, "superbench.rules." + rule.name + ".criteria", why);
  };
  for (const std::string& label : rule.criterion->rules) {
    const auto found =
        std::find_if(file.rules.begin(), file.rules.end(),
                     [&](const SuperbenchRule& other) { return other.name == label; });
    if (found == file.rules.end())
      refuse("speaks of the rule \"" + label + "\", which is not there");
    if (found->function == SuperbenchFunction::multi_rules || found->is_summary())
      refuse("speaks of the rule \"" + label + "\", which holds nothing against metrics");
    const bool wants_values = rule.criterion->subject == CriterionSubject::spread;
    if (wants_values == found->function.has_value())
      refuse("speaks of the rule \"" + label + "\" as if it " +
             (wants_values ? "kept values; it counts violations"
                           : "counted violations; it keeps values"));
  }
}

}  // namespace

std::string_view name(SuperbenchFunction function) noexcept {
  for (const auto& [named, known] : kFunctions)
    if (known == function) return named;
  return "";
}

bool is_superbench_rules(std::string_view text) {
  static constexpr std::string_view kTop = "(?m)^superbench:\\s*(#.*)?$";
  static constexpr std::string_view kRules = "(?m)^[ ]+rules:\\s*(#.*)?$";
  const re2::StringPiece whole(text.data(), text.size());
  return RE2::PartialMatch(whole, RE2(re2::StringPiece(kTop.data(), kTop.size()))) &&
         RE2::PartialMatch(whole, RE2(re2::StringPiece(kRules.data(), kRules.size())));
}

SuperbenchRules read_superbench_rules(const std::string& yaml, const std::string& source) {
  const yaml::Value root = yaml::parse(yaml, source);
  const yaml::Fields file(root, source, "", {"version", "superbench"});
  const yaml::Value* body = file.find("superbench");
  if (!body) file.refuse("superbench", "is absent");
  const yaml::Fields superbench(*body, source, "superbench", {"rules"});
  const yaml::Value* list = superbench.find("rules");
  if (!list) superbench.refuse("rules", "is absent");
  const yaml::Fields named(*list, source, "superbench.rules");

  SuperbenchRules rules;
  rules.source = source;
  if (const yaml::Value* version = file.find("version"))
    rules.version = yaml::word(*version, source, "version");
  rules.rules.reserve(named.all().size());
  for (const yaml::Value& value : named.all())
    rules.rules.push_back(RuleReader(value, source, named.name_of(value.key)).read());
  if (rules.rules.empty()) superbench.refuse("rules", "is empty");
  for (std::size_t i = 0; i < rules.rules.size(); ++i)
    if (rules.rules[i].function == SuperbenchFunction::multi_rules)
      check_labels(rules, rules.rules[i], named.all()[i].line);
  return rules;
}

}  // namespace assay
