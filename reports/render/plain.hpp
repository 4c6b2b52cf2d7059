#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace assay {

/// `text` as it may be shown on a terminal or in a document: valid UTF-8 on one line. Control
/// characters (escape sequences, newlines, tabs) and bytes that are not UTF-8 become \n, \t, \xNN;
/// marks that are invisible or turn the direction of writing become \u202E and the like. What
/// machines say of themselves (host names, serials, log lines) is shown through this and through
/// nothing else.
[[nodiscard]] std::string plain(std::string_view text);

/// As plain(), cut to at most `columns` on a terminal; the last is then "…".
[[nodiscard]] std::string plain(std::string_view text, std::size_t columns);

/// As plain(), of a length that no table, attribute or spreadsheet chokes on: what is longer than
/// 2000 bytes is cut to as many columns, and the last is then "…".
[[nodiscard]] std::string plain_cell(std::string_view text);

/// `text` with every byte that is not UTF-8 replaced by U+FFFD.
[[nodiscard]] std::string valid_utf8(std::string_view text);

/// Columns that `text`, as plain() returns it, takes on a terminal: 0 for combining marks, 2 for
/// wide characters.
[[nodiscard]] std::size_t columns(std::string_view text);

}  // namespace assay
