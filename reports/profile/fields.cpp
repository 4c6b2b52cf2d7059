#include "reports/profile/fields.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/error.hpp"
#include "reports/profile/quantity.hpp"

namespace assay::yaml {
namespace {

std::optional<std::int64_t> whole(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool looks_like_number(const std::string& text) {
  const std::size_t sign = text.find_first_of("+-") == 0 ? 1 : 0;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data() + sign, text.data() + text.size(), value);
  return error != std::errc::invalid_argument && end == text.data() + text.size();
}

bool looks_like_text(const Value& value) {
  if (value.quoted) return true;
  const std::string& text = value.text;
  return text != "true" && text != "false" && !looks_like_number(text);
}

}  // namespace

Fields::Fields(const Value& value, const std::string& source, std::string name)
    : value_(value), source_(source), name_(std::move(name)) {
  must_be_mapping();
}

Fields::Fields(const Value& value, const std::string& source, std::string name,
               std::initializer_list<std::string_view> allowed)
    : Fields(value, source, std::move(name)) {
  for (const Value& field : value.items)
    if (std::find(allowed.begin(), allowed.end(), field.key) == allowed.end())
      throw InputError(source_, field.line, name_of(field.key),
                       fmt::format("unknown key; known are {}", fmt::join(allowed, ", ")));
}

void Fields::must_be_mapping() const {
  if (value_.kind != Value::Kind::mapping)
    throw InputError(source_, value_.line, name_, "must be a mapping (key: value)");
}

const Value* Fields::find(std::string_view key) const {
  for (const Value& field : value_.items)
    if (field.key == key) return &field;
  return nullptr;
}

std::string Fields::name_of(std::string_view key) const {
  return name_.empty() ? std::string(key) : name_ + "." + std::string(key);
}

std::string Fields::at() const { return source_ + ":" + std::to_string(value_.line); }

void Fields::refuse(std::string_view key, const std::string& why) const {
  const Value* value = find(key);
  throw InputError(source_, value == nullptr ? value_.line : value->line, name_of(key), why);
}

std::string Fields::text(std::string_view key, std::string otherwise) const {
  const Value* value = find(key);
  if (value == nullptr) return otherwise;
  std::string found = word(*value, source_, name_of(key));
  if (!looks_like_text(*value)) refuse(key, fmt::format("must be text, not '{}'", found));
  if (found.empty()) refuse(key, "is empty");
  return found;
}

std::string Fields::required_text(std::string_view key) const {
  if (find(key) == nullptr) refuse(key, "is missing");
  return text(key, "");
}

std::optional<std::int64_t> Fields::integer(std::string_view key) const {
  const Value* value = find(key);
  if (value == nullptr) return std::nullopt;
  const std::optional<std::int64_t> number = whole(word(*value, source_, name_of(key)));
  if (!number || value->quoted || *number < 0) refuse(key, "must be a whole number, 0 or more");
  return number;
}

std::optional<Threshold> Fields::threshold(std::string_view key) const {
  const Value* value = find(key);
  if (value == nullptr) return std::nullopt;
  std::string why;
  std::optional<Threshold> found = parse_threshold(word(*value, source_, name_of(key)), why);
  if (!found) refuse(key, why);
  return found;
}

std::vector<Value> Fields::list(std::string_view key) const {
  const Value* value = find(key);
  if (value == nullptr) return {};
  if (value->kind != Value::Kind::list) refuse(key, "must be a list");
  return value->items;
}

std::string word(const Value& value, const std::string& source, const std::string& field) {
  if (value.kind != Value::Kind::scalar)
    throw InputError(source, value.line, field,
                     value.kind == Value::Kind::null ? "is empty" : "must be a single value");
  return value.text;
}

std::vector<std::string> words(const Value& value, const std::string& source,
                               const std::string& field) {
  if (value.kind != Value::Kind::list) return {word(value, source, field)};
  if (value.items.empty()) throw InputError(source, value.line, field, "is an empty list");
  std::vector<std::string> all;
  all.reserve(value.items.size());
  for (const Value& item : value.items) all.push_back(word(item, source, field));
  return all;
}

ParamValue param(const Value& value, const std::string& source, const std::string& field) {
  std::string text = word(value, source, field);
  if (value.quoted) return text;
  if (text == "true" || text == "false") return text == "true";
  if (const auto number = whole(text)) return *number;
  std::string why;
  const std::optional<Quantity> quantity = parse_quantity(text, why);
  const bool meant_as_number = looks_like_number(text.substr(0, text.find(' ')));
  if (!quantity && meant_as_number) throw InputError(source, value.line, field, why);
  if (!quantity) return text;
  constexpr double exact = 9007199254740992.0;  // 2^53: whole numbers below are exact in a double
  const bool is_whole = quantity->value == std::floor(quantity->value) && quantity->value < exact;
  if (is_whole) return static_cast<std::int64_t>(quantity->value);
  return quantity->value;
}

}  // namespace assay::yaml
