#include <fmt/format.h>
#include <fmt/ranges.h>

#include "reports/profile/expectation_keys.hpp"
#include "reports/profile/fields.hpp"
#include "reports/profile/quantity.hpp"
#include "reports/profile/read.hpp"

namespace assay {
namespace {

using yaml::Fields;
using Kind = ExpectationKey::Kind;

/// Takes ">= " or "<= " off the front.
Comparison take_comparison(std::string_view& text) {
  const bool at_least = text.starts_with(">=");
  const bool at_most = text.starts_with("<=");
  if (at_least || at_most) text.remove_prefix(2);
  return at_least ? Comparison::at_least : at_most ? Comparison::at_most : Comparison::equal;
}

void read_number(const Fields& fields, const ExpectationKey& key, Expectation& expectation) {
  std::string_view rest = expectation.demand;
  expectation.comparison = take_comparison(rest);
  std::string why;
  const std::optional<Quantity> quantity = parse_quantity(rest, why);
  if (!quantity) fields.refuse(key.name, why);
  const Unit unit = key.kind == Kind::number ? key.unit : Unit::count;
  const bool fits = quantity->unit ? *quantity->unit == unit : unit == Unit::count;
  if (!fits) fields.refuse(key.name, fmt::format("must be in {}", symbol(unit)));
  expectation.number = quantity->value;
}

Expectation read_expectation(const Fields& fields, const yaml::Value& value,
                             const std::string& source, const ExpectationKey& key) {
  const std::string field = fields.name_of(key.name);
  Expectation expectation;
  expectation.key = key.name;
  expectation.at = source + ":" + std::to_string(value.line);
  if (key.kind == Kind::words) {
    expectation.any_of = yaml::words(value, source, field);
    expectation.demand = fmt::format("{}", fmt::join(expectation.any_of, " or "));
  } else {
    expectation.demand = yaml::word(value, source, field);
    read_number(fields, key, expectation);
  }
  return expectation;
}

}  // namespace

std::vector<Expectation> read_expectations(const yaml::Value& value, const std::string& source) {
  const Fields fields(value, source, "expect");
  std::vector<Expectation> all;
  for (const yaml::Value& demand : fields.all()) {
    const ExpectationKey* key = find_expectation_key(demand.key);
    if (key == nullptr)
      fields.refuse(demand.key,
                    fmt::format("unknown key; known are {}", fmt::join(expectation_keys(), ", ")));
    all.push_back(read_expectation(fields, demand, source, *key));
  }
  return all;
}

}  // namespace assay
