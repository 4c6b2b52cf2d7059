#include <algorithm>
#include <optional>
#include <utility>

#include "core/error.hpp"
#include "core/sha256.hpp"
#include "reports/io/bytes.hpp"
#include "reports/io/documents.hpp"
#include "reports/reader.hpp"

namespace assay {
namespace {

using Take = std::function<void(ReadReport)>;
using Broken = std::function<void(const std::string&, const InputError&)>;

/// Reads files one after another in the same memory, one report or many each.
class Source {
 public:
  Source(const Take& take, const Broken& broken, Hashing hashing)
      : take_(take), broken_(broken), hashing_(hashing) {}

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
    take_({std::move(report), path_, hash_of(text_)});
  }

  [[nodiscard]] std::string hash_of(std::string_view document) const {
    return hashing_ == Hashing::on ? sha256(document) : "";
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
    if (text_.size() - begin_ > kLongestDocument)
      throw InputError(path_, line_, "", "is longer than 64 MiB");
    return bytes_.append_to(text_);
  }

  bool is_lines() {
    if (named_for(path_) != NamedFor::nothing) return named_for(path_) == NamedFor::lines;
    std::size_t end = std::string::npos;
    for (std::size_t scanned = 0; end == std::string::npos && fill(); scanned = text_.size())
      end = text_.find('\n', scanned);
    return end != std::string::npos && is_whole_object(std::string_view(text_).substr(0, end));
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
      take_({std::move(*report), source, hash_of(line)});
  }

  const Take& take_;
  const Broken& broken_;
  Hashing hashing_;
  ReportReader reader_;
  Bytes bytes_;
  std::string path_;
  std::string text_;
  std::size_t begin_ = 0;  ///< of the line that comes next in text_
  std::size_t line_ = 1;
  std::size_t found_ = 0;
};

}  // namespace

void read_reports(const std::string& path, const Take& take, Hashing hashing) {
  read_reports(path, take, {}, hashing);
}

void read_reports(const std::string& path, const Take& take, const Broken& broken,
                  Hashing hashing) {
  Source source(take, broken, hashing);
  for (const std::string& file : files_behind(path)) source.read(file);
  if (source.found() == 0) throw InputError(path, 0, "", "holds no report");
}

}  // namespace assay
