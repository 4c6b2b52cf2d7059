#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

/// `text` without white space at either end.
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;

/// The lines of `text` without their ends; no empty one after the last.
[[nodiscard]] std::vector<std::string_view> lines_of(std::string_view text);

/// The words of `line`, separated by any white space.
[[nodiscard]] std::vector<std::string_view> words_of(std::string_view line);

/// The value in the first line "key <separator> value" of `text`, trimmed; nothing if there is
/// none.
[[nodiscard]] std::optional<std::string_view> value_of(std::string_view text, std::string_view key,
                                                       char separator = ':');

/// All of `text` as one decimal integer; nothing for anything else.
[[nodiscard]] std::optional<std::int64_t> whole_number(std::string_view text) noexcept;

/// The decimal number `text` begins with ("16.0 GT/s" gives 16); nothing if it does not begin with
/// one.
[[nodiscard]] std::optional<double> leading_number(std::string_view text);

/// The numbers of a kernel list: "0-3,8" gives 0, 1, 2, 3, 8. Nothing if it is not such a list.
[[nodiscard]] std::optional<std::vector<std::int64_t>> number_list(std::string_view text);

/// `parts` with `separator` between them.
[[nodiscard]] std::string joined(const std::vector<std::string>& parts, std::string_view separator);

}  // namespace assay
