#include "reports/importers/common/log_text.hpp"

#include <algorithm>
#include <cstdint>

namespace assay {
namespace {

void append_utf8(std::string& text, std::uint32_t code) {
  const auto tail = [&](unsigned shift) {
    text += static_cast<char>(0x80U | ((code >> shift) & 0x3FU));
  };
  if (code < 0x80) {
    text += static_cast<char>(code);
  } else if (code < 0x800) {
    text += static_cast<char>(0xC0U | (code >> 6U));
    tail(0);
  } else if (code < 0x10000) {
    text += static_cast<char>(0xE0U | (code >> 12U));
    tail(6);
    tail(0);
  } else {
    text += static_cast<char>(0xF0U | (code >> 18U));
    tail(12);
    tail(6);
    tail(0);
  }
}

/// UTF-16 behind its byte order mark. Halves that have lost their other half become U+FFFD, which
/// no number contains.
std::string from_utf16(std::string_view bytes, bool big_endian) {
  const auto unit = [&](std::size_t i) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(bytes[at]); };
    return static_cast<std::uint32_t>(big_endian ? byte(i) << 8U | byte(i + 1)
                                                 : byte(i + 1) << 8U | byte(i));
  };
  constexpr std::uint32_t lost = 0xFFFD;
  std::string text;
  text.reserve(bytes.size() / 2);
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    std::uint32_t code = unit(i);
    if (code >= 0xD800 && code < 0xE000) {
      const bool paired =
          code < 0xDC00 && i + 3 < bytes.size() && unit(i + 2) >= 0xDC00 && unit(i + 2) < 0xE000;
      code = paired ? 0x10000 + ((code - 0xD800) << 10U) + (unit(i + 2) - 0xDC00) : lost;
      if (paired) i += 2;
    }
    append_utf8(text, code);
  }
  return text;
}

/// The text in UTF-8, without a byte order mark.
std::string decoded(const Log& log, std::vector<std::string>& unread) {
  const std::string_view bytes = log.text;
  constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";
  if (bytes.starts_with(utf8_mark)) return std::string(bytes.substr(utf8_mark.size()));
  const bool little = bytes.starts_with("\xFF\xFE");
  if (!little && !bytes.starts_with("\xFE\xFF")) return log.text;
  if (bytes.size() % 2 != 0)
    unread.push_back(at_line(log.name, 0, "UTF-16 that ends in the middle of a character"));
  return from_utf16(bytes.substr(2), !little);
}

void take(LogText& text, std::size_t number, std::string_view line) {
  if (line.size() > kLongestLine)
    text.unread.push_back(at_line(
        text.file, number,
        "a line of " + std::to_string(line.size()) + " bytes is longer than any this tool prints"));
  else if (line.find('\0') != std::string_view::npos)
    text.unread.push_back(at_line(text.file, number, "a line with NUL bytes"));
  else
    text.lines.push_back({number, std::string(line)});
}

/// A line whose CRs each begin it anew.
void take_pieces(LogText& text, std::size_t number, std::string_view line) {
  while (line.ends_with('\r')) line.remove_suffix(1);
  if (line.empty()) return take(text, number, line);
  while (!line.empty()) {
    const auto end = line.find('\r');
    if (end != 0) take(text, number, line.substr(0, end));
    if (end == std::string_view::npos) break;
    line.remove_prefix(end + 1);
  }
}

}  // namespace

bool LogText::contains(std::string_view wanted) const noexcept {
  return std::any_of(lines.begin(), lines.end(), [&](const LogLine& line) {
    return line.text.find(wanted) != std::string::npos;
  });
}

LogText read_text(const Log& log) {
  LogText text{.file = log.name};
  const std::string all = decoded(log, text.unread);
  std::string_view rest = all;
  for (std::size_t number = 1; !rest.empty(); ++number) {
    const auto end = rest.find('\n');
    take_pieces(text, number, rest.substr(0, end));
    text.ends_mid_line = end == std::string_view::npos;
    if (text.ends_mid_line) break;
    rest.remove_prefix(end + 1);
  }
  return text;
}

std::string at_line(const std::string& file, std::size_t line, const std::string& why) {
  return file + ":" + (line == 0 ? "" : std::to_string(line) + ":") + " " + why;
}

}  // namespace assay
