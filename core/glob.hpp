#pragma once
#include <string_view>

namespace assay {

/// True if `pattern` has a wildcard: * (any text) or ? (any one character).
[[nodiscard]] bool has_wildcard(std::string_view pattern) noexcept;

/// True if `pattern` matches all of `text`. Time is at most the product of the lengths.
[[nodiscard]] bool glob_matches(std::string_view pattern, std::string_view text) noexcept;

}  // namespace assay
