#include "reports/importers/common/command.hpp"

#include <array>

#include "core/text.hpp"

namespace assay {
namespace {

constexpr std::array<std::string_view, 3> kPrompts{"]# ", "# ", "$ "};

/// Where the command begins; nothing if there is no prompt.
std::size_t behind_prompt(std::string_view text) {
  if (text.starts_with("+ ")) return 2;
  for (const std::string_view prompt : kPrompts)
    if (const auto at = text.find(prompt); at != std::string_view::npos) return at + prompt.size();
  return std::string_view::npos;
}

}  // namespace

std::string without_prompt(std::string_view line) {
  const std::string_view text = trimmed(line);
  const auto begin = behind_prompt(text);
  return std::string(begin == std::string_view::npos ? text : trimmed(text.substr(begin)));
}

std::string command_in(const LogText& text, std::string_view program) {
  for (const LogLine& line : text.lines) {
    const std::string_view words = trimmed(line.text);
    if (words.starts_with('#')) continue;  // a comment, not root's prompt
    const auto begin = behind_prompt(words);
    if (begin != std::string_view::npos && words.find(program, begin) != std::string_view::npos)
      return std::string(trimmed(words.substr(begin)));
  }
  return "";
}

}  // namespace assay
