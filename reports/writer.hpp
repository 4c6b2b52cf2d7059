#pragma once
#include <filesystem>
#include <string>

#include "reports/report.hpp"

namespace assay {

/// One line of JSON, keys in a fixed order. Absent members are left out, never written as 0, "" or null;
/// non-finite numbers are left out likewise.
[[nodiscard]] std::string to_json(const Result& result);
[[nodiscard]] std::string to_json(const Event& event);
[[nodiscard]] std::string to_json(const Node& node);

/// The whole report, valid against reports/schema/report-1.json, indented for people.
[[nodiscard]] std::string to_json(const Report& report);

/// Replaces `path` in one step: written and synced beside it, then renamed. A reader sees the old file or
/// the new one, also when this process is killed. Throws Error naming the path and the cause.
void write_atomically(const std::filesystem::path& path, const std::string& text);

}  // namespace assay
