#include "tests/reports/importers/variants.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "core/text.hpp"
#include "reports/importers/common/figures.hpp"

namespace assay::test {
namespace {

std::vector<std::string> lines_in(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string with_line(std::vector<std::string> lines, std::size_t i, const std::string& line) {
  lines[i] = line;
  return joined(lines, "\n") + "\n";
}

std::string utf16(const std::string& text, bool big_endian) {
  std::string bytes = big_endian ? "\xFE\xFF" : "\xFF\xFE";
  for (const char c : text) {
    if (big_endian) bytes += '\0';
    bytes += c;
    if (!big_endian) bytes += '\0';
  }
  return bytes;
}

bool is_ascii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c > 0; });
}

std::string replaced(std::string text, const std::string& what, const std::string& with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}

/// Where each word of `line` begins.
std::vector<std::size_t> word_starts(const std::string& line) {
  std::vector<std::size_t> starts;
  for (const std::string_view word : words_of(line))
    starts.push_back(static_cast<std::size_t>(word.data() - line.data()));
  return starts;
}

bool is_row(const std::string& line) {
  const auto words = words_of(line);
  const auto numbers = std::count_if(
      words.begin(), words.end(), [](std::string_view word) { return decimal(word).has_value(); });
  return numbers >= 2 && 2 * numbers >= static_cast<std::ptrdiff_t>(words.size());
}

/// A column lost, and one too many, at every place of a row.
void add_shifts(const std::vector<std::string>& lines, std::size_t i,
                std::vector<Variant>& variants) {
  if (!is_row(lines[i])) return;
  const std::string& line = lines[i];
  for (const std::size_t start : word_starts(line)) {
    std::string fewer = line;
    fewer.erase(start, std::min(line.find(' ', start), line.size()) - start);
    variants.push_back(
        {fmt::format("line {} without its word at {}", i + 1, start), with_line(lines, i, fewer)});
    std::string more = line;
    more.insert(start, "1  ");
    variants.push_back(
        {fmt::format("line {} with a word more at {}", i + 1, start), with_line(lines, i, more)});
  }
}

void add_damaged_lines(const std::string& text, std::vector<Variant>& variants) {
  const std::vector<std::string> lines = lines_in(text);
  // Each line of all but the longest logs.
  const std::size_t step = std::max<std::size_t>(lines.size() / (text.size() > 10000 ? 25 : 90), 1);
  for (std::size_t i = 0; i < lines.size(); i += step) {
    std::vector<std::string> fewer = lines;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    variants.push_back({fmt::format("without line {}", i + 1), joined(fewer, "\n") + "\n"});
  }
  const std::size_t wider = std::max<std::size_t>(lines.size() / 12, 1);
  for (std::size_t i = 0; i < lines.size(); i += wider) add_shifts(lines, i, variants);
}

/// What tells results apart, but for the ordinals of repeated ones.
std::string key_of(const Result& result) {
  std::string key = result.test + "|" + label(result.subject);
  for (const auto& [name, value] : result.params) {
    if (name == "run" || name == "cycle") continue;
    key += "|" + name + "=";
    std::visit([&](const auto& v) { key += fmt::format("{}", v); }, value);
  }
  return key;
}

bool is_true_of(const Metric& metric, const Metric& other) {
  if (metric.name != other.name || metric.unit != other.unit) return false;
  if (metric == other) return true;
  return metric.samples && other.samples && metric.samples->n < other.samples->n &&
         metric.samples->min >= other.samples->min && metric.samples->max <= other.samples->max;
}

bool is_true_of(const Result& result, const Result& other) {
  return std::all_of(result.metrics.begin(), result.metrics.end(), [&](const Metric& metric) {
    return std::any_of(other.metrics.begin(), other.metrics.end(),
                       [&](const Metric& known) { return is_true_of(metric, known); });
  });
}

}  // namespace

std::vector<Variant> variants_of(const std::string& text) {
  std::vector<Variant> variants;
  for (int percent = 0; percent < 100; percent += 7)
    variants.push_back({fmt::format("cut at {} %", percent),
                        text.substr(0, text.size() * static_cast<std::size_t>(percent) / 100)});
  const std::size_t most_cuts = text.size() > 10000 ? 10 : 60;
  for (std::size_t bytes = 1; bytes < std::min<std::size_t>(text.size(), most_cuts); ++bytes)
    variants.push_back(
        {fmt::format("cut by {} bytes", bytes), text.substr(0, text.size() - bytes)});
  add_damaged_lines(text, variants);
  const std::string lf = replaced(text, "\r\n", "\n");
  variants.push_back({"CRLF", replaced(lf, "\n", "\r\n"), true});
  variants.push_back({"UTF-8 with a byte order mark", "\xEF\xBB\xBF" + text, true});
  if (is_ascii(text)) {
    variants.push_back({"UTF-16, little endian", utf16(text, false), true});
    variants.push_back({"UTF-16, big endian", utf16(text, true), true});
    variants.push_back({"UTF-16 without its mark", utf16(text, false).substr(2)});
  }
  const std::string megabyte(1 << 20, '8');
  for (const std::size_t part : {1U, 2U, 3U}) {
    const auto at = text.find('\n', text.size() * part / 4);
    if (at == std::string::npos) continue;
    std::string nul = text;
    nul[at / 2] = '\0';
    variants.push_back({fmt::format("a NUL byte at {}", at / 2), nul});
    std::string longer = text;
    longer.insert(at + 1, megabyte + "\n");
    variants.push_back({fmt::format("a line of 1 MB at {}", at), longer});
  }
  return variants;
}

std::string content(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

std::vector<std::string> logs_below(const std::string& folder) {
  std::vector<std::string> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) paths.push_back(entry.path().string());
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string own_samples() { return ASSAY_SOURCE_DIR "/tests/reports/importers/samples"; }
std::string shared_samples() {
  const char* told = std::getenv("ASSAY_SAMPLES");  // NOLINT(concurrency-mt-unsafe)
  return told != nullptr ? told : ASSAY_SOURCE_DIR "/../shared/samples";
}

Importer importer_named(const std::string& tool) {
  for (const Importer& importer : importers())
    if (importer.tool == tool) return importer;
  throw std::runtime_error("no importer " + tool);
}

std::vector<std::string> recognised_by(const Log& log) {
  std::vector<std::string> tools;
  for (const Importer& importer : importers())
    if (importer.recognises(log)) tools.emplace_back(importer.tool);
  return tools;
}

bool is_flagged(const Imported& imported) {
  return !imported.unread.empty() || !imported.defects.empty() ||
         std::any_of(imported.results.begin(), imported.results.end(), [](const Result& result) {
           return result.outcome == Outcome::failed || result.outcome == Outcome::error;
         });
}

std::string untrue_of_node(const Imported& found, const Imported& original) {
  std::multimap<std::string, const Result*> known;
  for (const Result& result : original.results) known.emplace(key_of(result), &result);
  for (const Result& result : found.results) {
    const auto [first, last] = known.equal_range(key_of(result));
    if (std::none_of(first, last,
                     [&](const auto& other) { return is_true_of(result, *other.second); }))
      return fmt::format(
          "{} on {}, {}", result.test, label(result.subject),
          first == last ? "which the original does not have" : "with another figure");
  }
  return "";
}

std::string untrue_in(const Imported& found, const Imported& original) {
  if (original.others.empty()) return untrue_of_node(found, original);
  std::vector<const Imported*> nodes{&original};
  for (const Imported& node : original.others) nodes.push_back(&node);
  const auto same = std::find_if(nodes.begin(), nodes.end(), [&](const Imported* node) {
    return node->node.hostname == found.node.hostname;
  });
  if (same == nodes.end()) return "the node " + found.node.hostname;
  std::string untrue = untrue_of_node(found, **same);
  for (const Imported& other : found.others)
    if (untrue.empty() && !is_flagged(other)) untrue = untrue_in(other, original);
  return untrue;
}

}  // namespace assay::test
