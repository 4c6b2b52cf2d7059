#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace assay {

/// The first character of a text.
struct Character {
  char32_t code = 0;
  std::size_t bytes = 1;
  bool valid = false;  ///< false: `code` is one byte that begins no character of UTF-8
};

/// `text` must not be empty. Overlong forms, surrogates and codes above U+10FFFF are not valid (RFC
/// 3629).
[[nodiscard]] Character first_character(std::string_view text) noexcept;

/// Calls `take` with every character of `text` and its bytes.
template <class Take>
void for_each_character(std::string_view text, Take take) {
  while (!text.empty()) {
    const Character character = first_character(text);
    take(character, text.substr(0, character.bytes));
    text.remove_prefix(character.bytes);
  }
}

/// Columns on a terminal: 0, 1 or 2.
[[nodiscard]] std::size_t columns(char32_t code) noexcept;

}  // namespace assay
