#include "reports/importers/common/json.hpp"

#include <algorithm>
#include <set>

#include "core/text.hpp"
#include "reports/io/locate.hpp"
#include "reports/io/spot.hpp"

namespace assay {
namespace {

JsonValue value_at(const Spot& spot, const std::string& field,
                   const std::vector<std::size_t>& place);

std::vector<std::size_t> below(std::vector<std::size_t> place, std::size_t ordinal) {
  place.push_back(ordinal);
  return place;
}

void take_members(const Spot& spot, JsonValue& value) {
  std::set<std::string_view> keys;
  spot.members([&](const Spot& member) {
    if (!keys.insert(member.key()).second) member.fail("stands twice in its object");
    const std::string key(member.key());
    const std::string field = value.field + (value.field.empty() ? "" : ".") + shown(key);
    value.members.push_back(
        {key, value_at(member, field, below(value.place, value.members.size()))});
  });
}

JsonValue value_at(const Spot& spot, const std::string& field,
                   const std::vector<std::size_t>& place) {
  using Kind = JsonValue::Kind;
  if (spot.depth() > kDeepest) spot.fail("is nested too deep");
  JsonValue value{.field = field, .place = place};
  if (spot.is_null()) return value;
  if (spot.is_object()) {
    value.kind = Kind::object;
    take_members(spot, value);
  } else if (spot.is_array()) {
    value.kind = Kind::array;
    spot.elements([&](const Spot& element) {
      const std::size_t ordinal = value.elements.size();
      value.elements.push_back(
          value_at(element, field + "[" + std::to_string(ordinal) + "]", below(place, ordinal)));
    });
  } else if (spot.is_string()) {
    value.kind = Kind::text;
    value.text = spot.text();
  } else if (spot.is_bool()) {
    value.kind = Kind::boolean;
    value.boolean = spot.boolean();
  } else {
    value.kind = Kind::number;
    value.number = spot.number();
  }
  return value;
}

bool begins_json(std::string_view line) {
  const std::string_view text = trimmed(line);
  // "[1,0]<stdout>:" and "[root@host]$" are no arrays.
  return text.starts_with('{') || text == "[" || text.starts_with("[{");
}

bool ends_json(std::string_view line) {
  const std::string_view text = trimmed(line);
  return text.ends_with('}') || text.ends_with(']');
}

void parse(JsonText& text) {
  simdjson::dom::parser parser;
  std::string padded = text.json;
  padded.append(simdjson::SIMDJSON_PADDING, ' ');
  simdjson::dom::element root;
  if (parser.parse(padded.data(), text.json.size(), false).get(root) != simdjson::SUCCESS) {
    const SyntaxFault fault = explain_syntax(text.json);
    text.unread.push_back(at_line(text.file, text.first_line + fault.line - 1,
                                  (fault.field.empty() ? "" : fault.field + ": ") +
                                      (fault.message.empty() ? "not JSON" : fault.message)));
    return;
  }
  try {
    text.root = value_at(Spot(root), "", {});
  } catch (const Refusal& refusal) {
    text.unread.push_back(at_line(text.file,
                                  text.first_line + line_of(text.json, refusal.place()) - 1,
                                  refusal.field() + ": " + refusal.what()));
  }
}

}  // namespace

const JsonValue* JsonValue::find(std::string_view key) const noexcept {
  const auto found = std::find_if(members.begin(), members.end(),
                                  [&](const auto& member) { return member.key == key; });
  return found == members.end() ? nullptr : &found->value;
}

std::optional<std::string> JsonValue::text_of(std::string_view key) const {
  const JsonValue* member = find(key);
  if (member == nullptr || member->kind != Kind::text) return std::nullopt;
  return member->text;
}

std::optional<double> JsonValue::number_of(std::string_view key) const {
  const JsonValue* member = find(key);
  if (member == nullptr || member->kind != Kind::number) return std::nullopt;
  return member->number;
}

std::string JsonText::at(const JsonValue& value, const std::string& why) const {
  const std::size_t line = first_line + line_of(json, value.place) - 1;
  return at_line(file, line, (value.field.empty() ? "" : value.field + ": ") + why);
}

JsonText read_json(const LogText& text) {
  JsonText json{.file = text.file, .unread = text.unread};
  const auto first = std::find_if(text.lines.begin(), text.lines.end(),
                                  [](const LogLine& line) { return begins_json(line.text); });
  const auto last = std::find_if(text.lines.rbegin(), text.lines.rend(),
                                 [](const LogLine& line) { return ends_json(line.text); });
  if (first == text.lines.end()) {
    json.unread.push_back(at_line(text.file, 0, "no JSON: no line begins with a bracket"));
    return json;
  }
  const auto end =
      last == text.lines.rend() || last.base() <= first ? text.lines.end() : last.base();
  json.first_line = first->number;
  std::size_t number = first->number;
  for (auto line = first; line != end; ++line) {
    // Lines that were left out keep their place, so that those behind them keep their numbers.
    for (; number < line->number; ++number) json.json += '\n';
    json.json += line->text;
  }
  parse(json);
  return json;
}

}  // namespace assay
