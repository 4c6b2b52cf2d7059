#include "reports/importers/common/ranks.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace assay {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

RankPrefix mpirun_prefix(std::string_view line) noexcept {
  constexpr std::size_t longest = 160;  // a name of a job is a host's name and numbers
  const std::string_view head = line.substr(0, longest);
  const auto stream = std::min(head.find("]<stdout>:"), head.find("]<stderr>:"));
  if (stream == std::string_view::npos) return {};
  const auto comma = head.rfind(',', stream);
  if (comma == std::string_view::npos || head.rfind('[', comma) == std::string_view::npos)
    return {};
  RankPrefix prefix{.rank = whole_number(head.substr(comma + 1, stream - comma - 1))};
  if (!prefix.rank) return {};
  constexpr std::string_view mark = "]<stdout>:";
  prefix.is_stderr = head.substr(stream).starts_with("]<stderr>:");
  prefix.length = stream + mark.size();
  return prefix;
}

RankPrefix srun_prefix(std::string_view line) noexcept {
  const auto digits = line.find_first_not_of(' ');
  if (digits == std::string_view::npos || !is_digit(line[digits])) return {};
  const auto colon =
      std::find_if_not(line.begin() + static_cast<std::ptrdiff_t>(digits), line.end(), is_digit);
  const auto end = static_cast<std::size_t>(colon - line.begin());
  if (colon == line.end() || *colon != ':') return {};
  if (end + 1 < line.size() && line[end + 1] != ' ') return {};
  constexpr std::size_t most_digits = 7;
  if (end - digits > most_digits) return {};
  return {.rank = whole_number(line.substr(digits, end - digits)),
          .length = std::min(end + 2, line.size())};
}

void strip_ranks(LogText& text) {
  std::size_t written = 0;
  std::size_t marked = 0;
  for (const LogLine& line : text.lines) {
    if (trimmed(line.text).empty()) continue;
    ++written;
    if (srun_prefix(line.text).rank) ++marked;
  }
  const auto prefix_of = 2 * marked > written ? srun_prefix : mpirun_prefix;
  std::erase_if(text.lines, [&](const LogLine& line) { return prefix_of(line.text).is_stderr; });
  for (LogLine& line : text.lines) line.text.erase(0, prefix_of(line.text).length);
}

}  // namespace assay
