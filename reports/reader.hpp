#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/report.hpp"

namespace assay {

/// A report and what the reader noticed that a verdict must know.
struct ReadReport {
  Report report;
  std::string source;  ///< file name, "file.jsonl:17", or "-"
  std::string hash;    ///< of the bytes read; names the evidence ("" until certificates exist)
};

/// Reads one report. Throws InputError naming `source`, the line and the field when it is not JSON, not
/// `assay/report` of major version 1, lacks a required field, has one of the wrong type or unit, a duplicate
/// key, or is nested deeper than 32 levels or longer than 64 MiB. Unknown fields are ignored.
/// What it accepts, reports/schema/report-1.json accepts.
[[nodiscard]] Report read_report(std::string_view json, const std::string& source);

/// Reads one result as to_json(Result) wrote it; errors as above.
[[nodiscard]] Result read_result(std::string_view json, const std::string& source);

/// Calls `take` for each report behind `path`: a file, a directory (every *.json and *.jsonl in it, sorted),
/// a .jsonl (one report a line), a .zst of either, or "-" for standard input. Throws InputError as above.
void read_reports(const std::string& path, const std::function<void(ReadReport)>& take);

}  // namespace assay
