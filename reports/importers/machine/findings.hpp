#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "core/facts.hpp"
#include "reports/importers/common/log_text.hpp"
#include "reports/importers/importer.hpp"

namespace assay {

// What importers of a machine's own words share.

/// Does the tool say that there is no such thing here? "N/A", "[N/A]", "[Not Supported]", what is
/// deprecated, and nothing at all.
[[nodiscard]] bool is_absent_word(std::string_view text) noexcept;

/// Does the tool say that the hardware did not answer? "ERR!", "[Unknown Error]", "[GPU is lost]".
[[nodiscard]] bool is_error_word(std::string_view text) noexcept;

/// Adds the reading of one moment. Without a value it was there and could not be read.
void add_reading(Result& result, std::string_view name, Unit unit, Better better,
                 std::optional<double> value);

/// Adds a fact unless it is empty.
void add_fact(Result& result, std::string_view name, std::string_view value);

/// Names what is missing at the end of a log whose last line has no end: it may have been longer.
void note_open_end(const LogText& text, Imported& imported);

/// `text` without the escape sequences by which terminals colour and underline.
[[nodiscard]] std::string without_escapes(std::string_view text);

}  // namespace assay
