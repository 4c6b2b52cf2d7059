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

/// What one file holds, one report or many.
class Source {
 public:
  Source(std::string path, ReportReader& reader, const Take& take, const Broken& broken)
      : path_(std::move(path)), bytes_(path_), reader_(reader), take_(take), broken_(broken) {}

  /// Returns how many reports there were.
  std::size_t read() {
    while (!is_lines() && fill()) {
    }
    if (is_lines()) return read_lines();
    take_({reader_.report(text_, path_), path_, ""});
    return 1;
  }

 private:
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

  [[nodiscard]] bool is_lines() const {
    if (ends_with_any(path_, {".jsonl", ".jsonl.zst"})) return true;
    if (ends_with_any(path_, {".json", ".json.zst"})) return false;
    const std::size_t end = text_.find('\n');
    return end != std::string::npos && is_whole(std::string_view(text_).substr(0, end));
  }

  std::size_t read_lines() {
    std::size_t n = 0;
    std::size_t scanned = 0;
    for (bool more = true; more;) {
      const std::size_t end = text_.find('\n', begin_ + scanned);
      scanned = text_.size() - begin_;
      if (end == std::string::npos) {
        more = fill_after_dropping();
        if (more) continue;
      }
      const std::size_t stop = std::min(end, text_.size());
      n += read_line(std::string_view(text_).substr(begin_, stop - begin_));
      begin_ = std::min(stop + 1, text_.size());
      scanned = 0;
      ++line_;
    }
    return n;
  }

  bool fill_after_dropping() {
    text_.erase(0, begin_);
    begin_ = 0;
    return fill();
  }

  std::size_t read_line(std::string_view line) {
    if (is_blank(line)) return 0;
    const std::string source = path_ + ":" + std::to_string(line_);
    if (std::optional<Report> report = report_of(line, source))
      take_({std::move(*report), source, ""});
    return 1;
  }

  std::string path_;
  Bytes bytes_;
  ReportReader& reader_;
  const Take& take_;
  const Broken& broken_;
  std::string text_;
  std::size_t begin_ = 0;  ///< of the line that comes next in text_
  std::size_t line_ = 1;
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

/// How many reports `file` holds, a broken one counted.
std::size_t read_file(const std::string& file, ReportReader& reader, const Take& take,
                      const Broken& broken) {
  std::size_t taken = 0;
  const Take counted = [&](ReadReport report) {
    ++taken;
    take(std::move(report));
  };
  try {
    return Source(file, reader, counted, broken).read();
  } catch (const InputError& error) {
    if (!broken) throw;
    broken(file, error);
    return taken + 1;
  }
}

}  // namespace

void read_reports(const std::string& path, const Take& take) { read_reports(path, take, {}); }

void read_reports(const std::string& path, const Take& take, const Broken& broken) {
  ReportReader reader;
  std::size_t n = 0;
  try {
    for (const std::string& file : files_behind(path)) n += read_file(file, reader, take, broken);
  } catch (const std::filesystem::filesystem_error& error) {
    throw InputError(path, 0, "", "cannot be listed: " + error.code().message());
  }
  if (n == 0) throw InputError(path, 0, "", "holds no report");
}

}  // namespace assay
