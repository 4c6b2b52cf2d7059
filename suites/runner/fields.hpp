#pragma once
#include <map>
#include <string>
#include <string_view>

namespace assay {

/// Names and values as one line of text, "name=value name=value", in the order of the names. Bytes
/// that would end a field or a line are written as %HH.
[[nodiscard]] std::string join_fields(const std::map<std::string, std::string>& fields);

/// What join_fields() wrote. Throws Error for anything that it cannot have written.
[[nodiscard]] std::map<std::string, std::string> split_fields(std::string_view line);

/// One text as it stands in a field.
[[nodiscard]] std::string escaped(std::string_view text);
/// Throws Error for a broken escape.
[[nodiscard]] std::string unescaped(std::string_view text);

}  // namespace assay
