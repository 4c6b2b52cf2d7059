#include "variants.hpp"

#include <random>

namespace assay {
namespace {

std::vector<std::string> lines_with_ends(const std::string& text) {
  std::vector<std::string> lines;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto end = std::min(text.find('\n', at), text.size() - 1);
    lines.push_back(text.substr(at, end + 1 - at));
    at = end + 1;
  }
  return lines;
}

std::string joined_without(const std::vector<std::string>& lines, std::size_t left_out) {
  std::string text;
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (i != left_out) text += lines[i];
  return text;
}

std::string with_line(std::vector<std::string> lines, std::size_t i, std::string line) {
  lines[i] = std::move(line);
  return joined_without(lines, lines.size());
}

/// The line without its n-th column, or with one too many.
std::string without_word(const std::string& line, std::size_t n) {
  std::size_t at = 0;
  for (std::size_t i = 0;; ++i) {
    const auto begin = line.find_first_not_of(" \t,|\n", at);
    if (begin == std::string::npos) return line;
    at = std::min(line.find_first_of(" \t,|\n", begin), line.size());
    if (i == n) return line.substr(0, begin) + line.substr(at);
  }
}

std::string utf16(const std::string& text, bool big_endian) {
  std::string wide = big_endian ? "\xFE\xFF" : "\xFF\xFE";
  for (const char c : text) {
    if (big_endian) wide += '\0';
    wide += c;
    if (!big_endian) wide += '\0';
  }
  return wide;
}

std::string crlf(const std::string& text) {
  std::string ends;
  for (const char c : text) ends += c == '\n' ? "\r\n" : std::string(1, c);
  return ends;
}

void add_lines(const std::vector<std::string>& lines, std::vector<Variant>& variants) {
  const std::size_t step = lines.size() / 120 + 1;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string where = std::to_string(i + 1);
    variants.push_back({"without line " + where, joined_without(lines, i)});
    if (i % step != 0) continue;
    variants.push_back({"moved in, line " + where, with_line(lines, i, "  " + lines[i])});
    variants.push_back({"line " + where + " twice", with_line(lines, i, lines[i] + lines[i])});
    for (std::size_t n = 0; n < 4; ++n)
      variants.push_back({"without word " + std::to_string(n) + " of line " + where,
                          with_line(lines, i, without_word(lines[i], n))});
  }
}

}  // namespace

std::vector<Variant> variants_of(const std::string& text) {
  std::vector<Variant> variants;
  for (std::size_t percent = 0; percent < 100; percent += 7)
    variants.push_back(
        {"cut at " + std::to_string(percent) + " %", text.substr(0, text.size() * percent / 100)});
  const auto lines = lines_with_ends(text);
  add_lines(lines, variants);
  variants.push_back({"CRLF", crlf(text)});
  variants.push_back({"BOM", "\xEF\xBB\xBF" + text});
  variants.push_back({"UTF-16LE", utf16(text, false)});
  variants.push_back({"UTF-16BE", utf16(text, true)});
  variants.push_back({"twice over", text + text});
  const std::size_t middle = lines.size() / 2;
  const std::string long_line = std::string(1 << 20, 'x') + "\n";
  variants.push_back({"a line of 1 MB", with_line(lines, middle, lines[middle] + long_line)});
  variants.push_back({"NUL bytes", with_line(lines, middle, std::string(7, '\0') + lines[middle])});
  std::mt19937 dice(5);  // NOLINT(cert-msc32-c,cert-msc51-cpp)
  std::uniform_int_distribution<std::size_t> place(0, text.size() - 1);
  std::uniform_int_distribution<int> byte(0, 255);
  for (int i = 0; i < 200; ++i) {
    std::string scratched = text;
    const std::size_t at = place(dice);
    scratched[at] = static_cast<char>(byte(dice));
    variants.push_back({"byte " + std::to_string(at) + " replaced", std::move(scratched)});
  }
  return variants;
}

}  // namespace assay
