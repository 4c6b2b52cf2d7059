#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/text.hpp"
#include "reports/importers/nvbandwidth/bench.hpp"

namespace assay::nvbandwidth {
namespace {

bool all_whole(const std::vector<std::string_view>& words) {
  return !words.empty() && std::all_of(words.begin(), words.end(), [](std::string_view word) {
    return whole_number(word).has_value();
  });
}

bool is_description(std::string_view line) {
  return line.find("(column)") != std::string_view::npos &&
         (line.ends_with("(GB/s)") || line.ends_with("(ns)"));
}

class Reader {
 public:
  explicit Reader(const LogText& text) : text_(text) {
    bench_.file = text.file;
    bench_.unread = text.unread;
    for (const LogLine& line : text.lines) take(line.number, trimmed(line.text));
    finish();
  }
  [[nodiscard]] Bench bench() && { return std::move(bench_); }

 private:
  void take(std::size_t number, std::string_view line);
  bool take_head(std::size_t number, std::string_view line);
  bool take_status(std::size_t number, std::string_view line);
  void take_row(std::size_t number, const std::vector<std::string_view>& words);
  void take_sum(std::size_t number, const std::vector<std::string_view>& words);
  void finish();

  [[nodiscard]] Case* current() { return bench_.cases.empty() ? nullptr : &bench_.cases.back(); }
  /// The matrix that rows may follow for; nullptr where there is none.
  [[nodiscard]] Matrix* open() {
    Case* at = current();
    if (at == nullptr || at->matrices.empty() || at->matrices.back().sum) return nullptr;
    return &at->matrices.back();
  }
  void unread(std::size_t number, const std::string& why) {
    bench_.unread.push_back(at_line(text_.file, number, why));
  }

  const LogText& text_;
  Bench bench_;
  std::string before_;     ///< the line before: the host's name stands above the first device
  bool has_note_ = false;  ///< the last thing that the tool prints
};

bool Reader::take_head(std::size_t number, std::string_view line) {
  const auto starts = [&](std::string_view key) { return line.starts_with(key); };
  const auto value = [&] { return std::string(trimmed(line.substr(line.find(':') + 1))); };
  if (starts("nvbandwidth Version:")) {
    if (!bench_.version.empty()) unread(number, "a second run: import it alone");
    bench_.version = value();
  } else if (starts("CUDA Runtime Version:")) {
    bench_.node.software["cuda"] = value();
  } else if (starts("Driver Version:")) {
    bench_.node.software["driver"] = value();
  } else if (starts("Device ") && line.find(": ") != std::string_view::npos) {
    if (!take_device(std::string(line.substr(7)), bench_.node))
      unread(number, "a device without number, name and address");
    // Nothing else stands above it that is one word.
    if (bench_.node.gpus.size() == 1 && before_.find_first_of(" :") == std::string::npos)
      bench_.node.hostname = before_;
  } else if (starts("NOTE: The reported results")) {
    has_note_ = true;
  } else {
    return false;
  }
  return true;
}

bool Reader::take_status(std::size_t number, std::string_view line) {
  if (line.starts_with("Running ")) {
    std::string_view name = trimmed(line.substr(8));
    if (!name.ends_with('.')) unread(number, "the name of a test is cut off");
    while (name.ends_with('.')) name.remove_suffix(1);
    bench_.cases.push_back({.line = number, .name = std::string(name)});
  } else if (line.starts_with("Waived") || line.starts_with("WAIVED")) {
    // It follows "Running ..." in older versions, and stands alone in newer ones.
    Case* at = current();
    if (at == nullptr || !at->matrices.empty() || at->waived)
      at = &bench_.cases.emplace_back(Case{.line = number});
    at->waived = true;
  } else if (line.starts_with("ERROR") || line.starts_with("Error") ||
             line.find("CUDA_ERROR") != std::string_view::npos || line.starts_with("ASSERT")) {
    if (current() != nullptr && current()->error.empty()) current()->error = line;
    unread(number, std::string(line.substr(0, 200)));
  } else {
    return false;
  }
  return true;
}

void Reader::take_row(std::size_t number, const std::vector<std::string_view>& words) {
  Matrix& matrix = *open();
  if (matrix.columns == 0) return unread(number, "a row before the numbers of its columns");
  const auto index = whole_number(words.front());
  if (!index || !std::cmp_equal(*index, matrix.rows.size()) || words.size() != matrix.columns + 1)
    return unread(number,
                  fmt::format("no row {} of {} columns", matrix.rows.size(), matrix.columns));
  std::vector<std::optional<Printed>> row;
  row.reserve(matrix.columns);
  for (std::size_t i = 1; i < words.size(); ++i) {
    row.push_back(printed(words[i]));
    if (!row.back() && words[i] != "N/A")
      return unread(number, fmt::format("column {} is no figure", i - 1));
  }
  matrix.rows.push_back(std::move(row));
}

void Reader::take_sum(std::size_t number, const std::vector<std::string_view>& words) {
  Matrix* matrix = open();
  const auto sum = words.size() == 3 ? printed(words[2]) : std::nullopt;
  if (matrix == nullptr || !sum) return unread(number, "no sum of a matrix");
  if (!words[1].starts_with(current()->name))
    return unread(number, fmt::format("not the sum of {}", current()->name));
  matrix->sum = sum;
}

void Reader::take(std::size_t number, std::string_view line) {
  if (line.empty()) return;
  const auto words = words_of(line);
  if (take_head(number, line) || take_status(number, line)) {
    // taken
  } else if (is_description(line)) {
    if (open() != nullptr) unread(number, "the matrix before has no sum");
    if (current() == nullptr) return unread(number, "a matrix of no test");
    current()->matrices.push_back({.line = number, .description = std::string(line)});
  } else if (words[0] == "SUM") {
    take_sum(number, words);
  } else if (open() != nullptr && open()->columns == 0 && all_whole(words)) {
    open()->columns = words.size();
    for (std::size_t i = 0; i < words.size(); ++i)
      if (whole_number(words[i]) != static_cast<std::int64_t>(i))
        return unread(number, "columns that are not numbered from 0");
  } else if (open() != nullptr && whole_number(words[0])) {
    take_row(number, words);
  }
  before_ = line;
}

void Reader::finish() {
  for (const Case& at : bench_.cases) {
    if (at.waived || !at.error.empty()) continue;
    if (at.matrices.empty()) unread(at.line, at.name + " has no result: the log is cut off");
    for (const Matrix& matrix : at.matrices)
      if (!matrix.sum) unread(matrix.line, at.name + " has no sum: the matrix is cut off");
  }
  if (bench_.version.empty()) unread(0, "no line with the version: the beginning is missing");
  if (bench_.cases.empty()) unread(0, "no test was run");
  // Versions before 0.6 print no such line.
  const double version =
      leading_number(
          std::string_view(bench_.version).substr(bench_.version.starts_with("v0.") ? 3 : 0))
          .value_or(0);
  if (!has_note_ && version >= 6) unread(0, "no note at the end: the log is cut off");
}

}  // namespace

bool take_device(const std::string& text, Node& node) {
  const auto colon = text.find(": ");
  const auto open = text.find(" (", colon);
  const auto close = text.find(')', open);
  if (colon == std::string::npos || open == std::string::npos || close == std::string::npos)
    return false;
  const auto index = whole_number(text.substr(0, colon));
  if (!index || *index < 0) return false;
  node.gpus.push_back({.index = *index,
                       .name = text.substr(colon + 2, open - colon - 2),
                       .pci = text.substr(open + 2, close - open - 2) + ".0"});
  return true;
}

Bench read_printed(const LogText& text) { return Reader(text).bench(); }

}  // namespace assay::nvbandwidth
