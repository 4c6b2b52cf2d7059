#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// More than this no report may be long.
inline constexpr std::size_t kLongestDocument = std::size_t{64} << 20;

/// True if there is nothing in `text` but white space.
[[nodiscard]] bool is_blank(std::string_view text) noexcept;

/// Does `line` hold all of a JSON object? With a newline after it, it is a line of JSON lines: a
/// report indented for people does not end on its first line.
[[nodiscard]] bool is_whole_object(std::string_view line) noexcept;

/// What a file's name says of its content.
enum class NamedFor { one_document, lines, nothing };
/// *.json (also with .zst) is one document, *.jsonl is one a line.
[[nodiscard]] NamedFor named_for(std::string_view path) noexcept;

/// The files that `path` stands for: itself, or if it is a directory, its *.json and *.jsonl, also
/// with .zst, by name; folders below it left alone. Throws InputError if it cannot be listed.
[[nodiscard]] std::vector<std::string> files_behind(const std::string& path);

}  // namespace assay
