#include "reports/importers/machine/findings.hpp"

#include <algorithm>
#include <array>

#include "core/stats.hpp"
#include "core/text.hpp"

namespace assay {
namespace {

/// Without the brackets that some formats put around words in place of values.
std::string_view bare(std::string_view text) noexcept {
  text = trimmed(text);
  const bool bracketed = (text.starts_with('[') && text.ends_with(']')) ||
                         (text.starts_with('<') && text.ends_with('>'));
  return bracketed && text.size() > 1 ? trimmed(text.substr(1, text.size() - 2)) : text;
}

}  // namespace

bool is_absent_word(std::string_view text) noexcept {
  constexpr std::array<std::string_view, 7> kWords{"N/A",
                                                   "Not Supported",
                                                   "Not Available",
                                                   "Not Found",
                                                   "None",
                                                   "Insufficient Permissions",
                                                   "Requested functionality has been deprecated"};
  text = bare(text);
  return text.empty() || std::find(kWords.begin(), kWords.end(), text) != kWords.end();
}

bool is_error_word(std::string_view text) noexcept {
  constexpr std::array<std::string_view, 4> kWords{"ERR!", "Unknown Error", "GPU is lost",
                                                   "GPU requires reset"};
  text = bare(text);
  return std::find(kWords.begin(), kWords.end(), text) != kWords.end();
}

void add_reading(Result& result, std::string_view name, Unit unit, Better better,
                 std::optional<double> value) {
  result.metrics.push_back(reading(std::string(name), unit, better, value));
}

void add_fact(Result& result, std::string_view name, std::string_view value) {
  if (!value.empty()) result.facts.insert_or_assign(std::string(name), std::string(value));
}

void note_open_end(const LogText& text, Imported& imported) {
  if (!text.ends_mid_line || text.lines.empty() || trimmed(text.lines.back().text).empty()) return;
  imported.unread.push_back(
      at_line(text.file, text.lines.back().number, "the last line has no end and may be cut off"));
}

std::string without_escapes(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\x1b' || i + 1 >= text.size() || text[i + 1] != '[') {
      plain += text[i];
      continue;
    }
    const auto end = text.find_first_not_of("0123456789;", i + 2);
    i = end == std::string_view::npos ? text.size() : end;
  }
  return plain;
}

}  // namespace assay
