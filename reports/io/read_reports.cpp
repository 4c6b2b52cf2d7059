#include <algorithm>
#include <optional>
#include <utility>

#include "core/error.hpp"
#include "reports/io/bytes.hpp"
#include "reports/reader.hpp"

namespace assay {
namespace {

using Take = std::function<void(ReadReport)>;
using Broken = std::function<void(const std::string&, const InputError&)>;

constexpr std::size_t kLongest = std::size_t{64} << 20;

bool ends_with_any(std::string_view name, std::initializer_list<std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

// Curly brackets that close where they opened: with a newline after it this is a line of JSON
// lines, for a report indented for people does not end on its first line.
bool is_whole(std::string_view line) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (in_string && line[i] == '\\')
      ++i;
    else if (line[i] == '"')
      in_string = !in_string;
    else if (!in_string && line[i] == '{')
      ++depth;
    else if (!in_string && line[i] == '}')
      --depth;
  }
  return depth == 0 && !in_string && !is_blank(line);
}

/// Reads files one after another in the same memory, one report or many each.
class Source {
 public:
  Source(const Take& take, const Broken& broken) : take_(take), broken_(broken) {}

  void read(const std::string& path) {
    path_ = path;
    text_.clear();
    begin_ = 0;
    line_ = 1;
    try {
      bytes_.open(path);
      read_opened();
    } catch (const InputError& error) {
      if (!broken_) throw;
      ++found_;
      broken_(path, error);
    }
  }

  /// Reports so far, broken ones counted.
  [[nodiscard]] std::size_t found() const noexcept { return found_; }

 private:
  void read_opened() {
    if (is_lines()) return read_lines();
    while (fill()) {
    }
    Report report = reader_.report(text_, path_);
    ++found_;
    take_({std::move(report), path_, ""});
  }

  /// Nothing if the line is broken and the caller wants the others all the same.
  std::optional<Report> report_of(std::string_view line, const std::string& source) {
    try {
      return reader_.report(line, path_, line_);
    } catch (const InputError& error) {
      if (!broken_) throw;
      broken_(source, error);
      return std::nullopt;
    }
  }

  bool fill() {
    if (text_.size() - begin_ > kLongest)
      throw InputError(path_, line_, "", "is longer than 64 MiB");
    return bytes_.append_to(text_);
  }

  bool is_lines() {
    if (ends_with_any(path_, {".jsonl", ".jsonl.zst"})) return true;
    if (ends_with_any(path_, {".json", ".json.zst"})) return false;
    std::size_t end = std::string::npos;
    for (std::size_t scanned = 0; end == std::string::npos && fill(); scanned = text_.size())
      end = text_.find('\n', scanned);
    return end != std::string::npos && is_whole(std::string_view(text_).substr(0, end));
  }

  void read_lines() {
    std::size_t scanned = 0;
    for (bool more = true; more;) {
      const std::size_t end = text_.find('\n', begin_ + scanned);
      scanned = text_.size() - begin_;
      if (end == std::string::npos) {
        more = fill_after_dropping();
        if (more) continue;
      }
      const std::size_t stop = std::min(end, text_.size());
      read_line(std::string_view(text_).substr(begin_, stop - begin_));
      begin_ = std::min(stop + 1, text_.size());
      scanned = 0;
      ++line_;
    }
  }

  bool fill_after_dropping() {
    text_.erase(0, begin_);
    begin_ = 0;
    return fill();
  }

  void read_line(std::string_view line) {
    if (is_blank(line)) return;
    ++found_;
    const std::string source = path_ + ":" + std::to_string(line_);
    if (std::optional<Report> report = report_of(line, source))
      take_({std::move(*report), source, ""});
  }

  const Take& take_;
  const Broken& broken_;
  ReportReader reader_;
  Bytes bytes_;
  std::string path_;
  std::string text_;
  std::size_t begin_ = 0;  ///< of the line that comes next in text_
  std::size_t line_ = 1;
  std::size_t found_ = 0;
};

std::vector<std::string> files_behind(const std::string& path) {
  if (path == "-" || !std::filesystem::is_directory(path)) return {path};
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(path)) {
    const std::string name = entry.path().string();
    if (!entry.is_directory() &&
        ends_with_any(name, {".json", ".jsonl", ".json.zst", ".jsonl.zst"}))
      files.push_back(name);
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

void read_reports(const std::string& path, const Take& take) { read_reports(path, take, {}); }

void read_reports(const std::string& path, const Take& take, const Broken& broken) {
  Source source(take, broken);
  try {
    for (const std::string& file : files_behind(path)) source.read(file);
  } catch (const std::filesystem::filesystem_error& error) {
    throw InputError(path, 0, "", "cannot be listed: " + error.code().message());
  }
  if (source.found() == 0) throw InputError(path, 0, "", "holds no report");
}

}  // namespace assay
