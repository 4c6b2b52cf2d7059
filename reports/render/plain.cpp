#include "reports/render/plain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "reports/render/utf8.hpp"

namespace assay {
namespace {

bool is_printable_ascii(char c) { return c >= ' ' && c <= '~'; }

bool is_control(char32_t code) { return code < 0x20 || (code >= 0x7F && code < 0xA0); }

/// Invisible characters, and those that change the direction of what follows: with them a host name
/// can pass for another, or hide the verdict behind it.
bool is_deceptive(char32_t code) {
  return code == 0x00AD || code == 0x061C || code == 0x180E || (code >= 0x200B && code <= 0x200F) ||
         (code >= 0x2028 && code <= 0x202E) || (code >= 0x2060 && code <= 0x206F) ||
         code == 0xFEFF || (code >= 0xFFF9 && code <= 0xFFFB) ||
         (code >= 0xE0000 && code <= 0xE007F);
}

/// A noncharacter has no meaning in exchanged text, and XML forbids two of them.
bool is_noncharacter(char32_t code) {
  return (code & 0xFFFE) == 0xFFFE || (code >= 0xFDD0 && code <= 0xFDEF);
}

void append(std::string& out, const Character& character, std::string_view bytes) {
  const auto code = static_cast<std::uint32_t>(character.code);
  if (code == '\n')
    out += "\\n";
  else if (code == '\t')
    out += "\\t";
  else if (code == '\r')
    out += "\\r";
  else if (!character.valid || code < 0x20 || code == 0x7F)
    fmt::format_to(std::back_inserter(out), "\\x{:02X}", code);
  else if (is_control(character.code) || is_deceptive(character.code) ||
           is_noncharacter(character.code))
    fmt::format_to(std::back_inserter(out), "\\u{:04X}", code);
  else
    out += bytes;
}

}  // namespace

std::string plain(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    // Nearly all text is this; a fleet's worth of it must not be taken apart character by
    // character.
    const auto end = std::find_if_not(text.begin(), text.end(), is_printable_ascii);
    const auto run = static_cast<std::size_t>(end - text.begin());
    out += text.substr(0, run);
    text.remove_prefix(run);
    if (text.empty()) break;
    const Character character = first_character(text);
    append(out, character, text.substr(0, character.bytes));
    text.remove_prefix(character.bytes);
  }
  return out;
}

std::string plain(std::string_view text, std::size_t limit) {
  // A megabyte need not be looked at: beyond this only a heap of combining marks could still be
  // shown.
  std::size_t window = 16 * (limit + 1);
  const auto inside_a_character = [&] {
    return window < text.size() && (static_cast<unsigned char>(text[window]) & 0xC0U) == 0x80U;
  };
  for (int bytes = 0; bytes < 3 && inside_a_character(); ++bytes) --window;
  std::string whole = plain(text.substr(0, window));
  if (text.size() <= window && columns(whole) <= limit) return whole;
  std::string out;
  std::size_t used = 0;
  bool full = limit == 0;
  for_each_character(whole, [&](const Character& character, std::string_view bytes) {
    full = full || used + columns(character.code) > limit - 1;
    if (full) return;
    out += bytes;
    used += columns(character.code);
  });
  return limit == 0 ? out : out + "…";
}

std::string plain_cell(std::string_view text) {
  constexpr std::size_t longest = 2000;
  return text.size() <= longest ? plain(text) : plain(text, longest);
}

std::string valid_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for_each_character(text, [&](const Character& character, std::string_view bytes) {
    if (character.valid)
      out += bytes;
    else
      out += "\xEF\xBF\xBD";
  });
  return out;
}

std::size_t columns(std::string_view text) {
  std::size_t total = 0;
  for_each_character(text, [&](const Character& character, std::string_view) {
    total += columns(character.code);
  });
  return total;
}

}  // namespace assay
