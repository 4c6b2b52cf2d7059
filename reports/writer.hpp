#pragma once
#include <filesystem>
#include <string>

#include "reports/report.hpp"

namespace assay {

/// One line of JSON, keys in a fixed order. Absent members are left out, never written as 0, "" or
/// null; non-finite numbers are left out likewise (in a series: a gap). Bytes that are not UTF-8,
/// as a BIOS may hand them out, become U+FFFD.
[[nodiscard]] std::string to_json(const Result& result);
[[nodiscard]] std::string to_json(const Event& event);
[[nodiscard]] std::string to_json(const Node& node);

/// The whole report, valid against reports/schema/report-1.json, laid out for people and for diff:
/// one line for each metric, GPU, event and series. Ends with a newline.
[[nodiscard]] std::string to_json(const Report& report);

/// The same on one line without a newline, for files of one report a line.
[[nodiscard]] std::string to_json_line(const Report& report);

/// Replaces `path` in one step: written and synced beside it, then renamed. A reader sees the old
/// file or the new one, also when this process is killed; killed in between, it leaves a file
/// "<path>.<pid>-<n>" behind. A file that was there keeps its permissions, a symbolic link stays
/// one; into a device or pipe the text is simply written. Throws Error naming the path and the
/// cause; then nothing is changed or left behind.
void write_atomically(const std::filesystem::path& path, const std::string& text);

}  // namespace assay
