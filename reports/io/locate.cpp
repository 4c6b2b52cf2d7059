#include "reports/io/locate.hpp"

#include <simdjson.h>

#include <algorithm>

#include "reports/io/spot.hpp"

namespace assay {
namespace {

using simdjson::ondemand::value;

value child(value parent, std::size_t ordinal) {
  if (parent.type() == simdjson::ondemand::json_type::array)
    return parent.get_array().at(ordinal).value();
  for (auto field : parent.get_object())
    if (ordinal-- == 0) return field.value().value();
  throw std::out_of_range("no such member");
}

const char* token_at(simdjson::ondemand::document& document,
                     const std::vector<std::size_t>& place) {
  if (place.empty()) return document.raw_json_token().value().data();
  value at = document.get_value();
  for (const std::size_t ordinal : place) at = child(at, ordinal);
  return at.raw_json_token().data();
}

}  // namespace

std::size_t line_of(std::string_view json, const std::vector<std::size_t>& place) {
  const simdjson::padded_string padded(json);
  simdjson::ondemand::parser parser;
  auto document = parser.iterate(padded).value();
  const char* token = token_at(document, place);
  return 1 + static_cast<std::size_t>(std::count(padded.data(), token, '\n'));
}

std::string shown(std::string_view text, std::size_t longest) {
  std::size_t end = std::min(text.size(), longest);
  const auto inside_character = [&](std::size_t i) {
    return i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U;
  };
  while (end > 0 && inside_character(end)) --end;
  std::string clean(text.substr(0, end));
  for (char& c : clean)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
  return end < text.size() ? clean + "..." : clean;
}

}  // namespace assay
