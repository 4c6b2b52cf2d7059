#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "reports/report.hpp"

namespace assay {

/// A report and what the reader noticed that a verdict must know.
struct ReadReport {
  Report report;
  std::string source;  ///< file name, "file.jsonl:17", or "-"
  /// SHA-256 of the document's bytes, decompressed, as 64 hexadecimal digits: what sha256sum prints
  /// of a file with one report. It names the evidence. "" where Hashing::off.
  std::string hash;
};

/// Whether read_reports() takes the hash of what it reads. A fleet's reading does without.
enum class Hashing { off, on };

/// Reads many documents one after another in the same memory. Not for two threads at a time.
///
/// Throws InputError naming `file`, the line and the field ("results[3].metrics[0].unit") when a
/// document is not JSON in UTF-8 (NaN and Infinity are not JSON), is not `assay/report` of major
/// version 1, lacks a required field, has one of the wrong type, an unknown unit or outcome, a
/// number out of range, a key twice in one object, two metrics of one name in one result, or is
/// nested deeper than 32 levels or longer than 64 MiB. Unknown fields are ignored. What it accepts,
/// reports/schema/report-1.json accepts.
///
/// Facts that are bad but legible are read, for the judge to call unknown: a metric whose value is
/// absent or null, n = 0, a value that is not its statistic, two results for one test and subject,
/// a run that is not complete. A statistic that is absent from `samples` reads as NaN, never as 0.
class ReportReader {
 public:
  ReportReader();
  ReportReader(const ReportReader&) = delete;
  ReportReader& operator=(const ReportReader&) = delete;
  ~ReportReader();

  /// `first_line` is where the document starts in its file.
  [[nodiscard]] Report report(std::string_view json, const std::string& file,
                              std::size_t first_line = 1);
  /// One result as to_json(Result) wrote it.
  [[nodiscard]] Result result(std::string_view json, const std::string& file,
                              std::size_t first_line = 1);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

/// Reads one report; errors as of ReportReader.
[[nodiscard]] Report read_report(std::string_view json, const std::string& source);

/// Reads one result as to_json(Result) wrote it; errors as of ReportReader.
[[nodiscard]] Result read_result(std::string_view json, const std::string& source);

/// Calls `take` for each report behind `path`: a file with one report or with one a line, either of
/// them compressed with zstd or not, a directory (every *.json and *.jsonl in it, also with .zst;
/// sorted by name, folders below it left alone), or "-" for standard input. A file called *.json
/// holds one report, *.jsonl one a line; of another the first line tells. Compression is told by
/// the bytes, not by the name. Lines are read as they come: a file of any length needs the memory
/// of its longest report. Throws InputError as ReportReader does, when the path cannot be read, or
/// when it holds no report at all: nothing to judge must never look like nothing wrong.
void read_reports(const std::string& path, const std::function<void(ReadReport)>& take,
                  Hashing hashing = Hashing::off);

/// As above, but one broken report does not hide the others: a file or line that cannot be read is
/// handed to `broken` with its name ("file", "file.jsonl:17") and what is wrong with it, and
/// reading goes on after it. Still thrown: a directory that cannot be listed, a path that holds no
/// report at all. `take` must not throw InputError.
void read_reports(const std::string& path, const std::function<void(ReadReport)>& take,
                  const std::function<void(const std::string& source, const InputError&)>& broken,
                  Hashing hashing = Hashing::off);

}  // namespace assay
